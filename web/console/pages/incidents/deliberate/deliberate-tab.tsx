import { Column, Columns, Loaded } from '../../../../kit/public.ts'
import { Decisions } from './decisions.tsx'
import { Hypotheses } from './hypotheses.tsx'
import { Matrix } from './matrix.tsx'
import { PlanSection } from './plan.tsx'
import { Questions } from './questions.tsx'
import { useDeliberation } from './use-deliberation.ts'

/** Commander and officers: what do I decide now, against which objection; what do we believe, and what is missing? */
export const DeliberateTab = ({ incidentId }: { incidentId: string }) => {
  const query = useDeliberation(incidentId)
  return (
    <Loaded query={query}>
      {(room) => (
        <Columns template="minmax(0, 400fr) minmax(0, 560fr) minmax(0, 340fr)">
          <Column>
            <Decisions incidentId={incidentId} room={room} />
          </Column>
          <Column>
            <Hypotheses incidentId={incidentId} room={room} />
            <Matrix incidentId={incidentId} room={room} />
          </Column>
          <Column>
            <Questions incidentId={incidentId} room={room} />
            <PlanSection incidentId={incidentId} room={room} />
          </Column>
        </Columns>
      )}
    </Loaded>
  )
}
