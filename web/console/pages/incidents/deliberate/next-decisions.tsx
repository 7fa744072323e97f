import type { Incident } from '../../../../../src/actions/respond/model.ts'
import { Section, useText } from '../../../../kit/public.ts'
import { DecisionCard } from './decision-card.tsx'
import { text } from './text.ts'
import { useDeliberation } from './use-deliberation.ts'
import './deliberate.css'

/** In front of everything else that is mine to do: the decision that waits for me, with its objection. Nothing where there is none. */
export const NextDecisions = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const room = useDeliberation(incident.id).data
  const mine = (room?.decisions ?? []).filter(
    (one) => !one.decided && (one.can.decide === true || (one.can.position === true && one.mine === null)),
  )
  if (mine.length === 0) return null
  return (
    <Section
      title={t('nextDecision')}
      finding={mine.length > 1 ? t('nextDecisionMore', { count: mine.length }) : undefined}
    >
      <ul className="tg-list">
        {mine.slice(0, 2).map((one) => (
          <li key={one.id} className="tg-dl-item">
            <DecisionCard decision={one} touch />
          </li>
        ))}
      </ul>
    </Section>
  )
}
