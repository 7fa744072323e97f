import type { Situation } from '../../../../src/app/situation/model.ts'
import { Column, Columns, ErrorState, Loading, Page, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Differs, DiffersTitle, HowToRead, useComparedWith } from './differs.tsx'
import { Domains } from './domains.tsx'
import { isClean } from './findings.ts'
import { FirstSteps, NotForPost } from './first-steps.tsx'
import { PortSection } from './port-section.tsx'
import { Signals } from './signals.tsx'
import { Tasks } from './tasks.tsx'
import { text } from './text.ts'
import { useSituation } from './use-situation.ts'
import { Warnings } from './warnings.tsx'
import './situation.css'

/** Duty officer: what is different from a normal day, and what is overdue? */
const SituationPage = () => {
  const right = useRight('signals.read')
  return right === true ? <Live /> : <NotForPost why={right} />
}

export default SituationPage

const Live = () => {
  const t = useText(text)
  const { query, needPerson } = useSituation()
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  return isClean(query.data) ? <FirstSteps /> : <Shown situation={query.data} needPerson={needPerson} />
}

const Shown = ({ situation, needPerson }: { situation: Situation; needPerson: number | undefined }) => {
  const t = useText(text)
  return (
    <div className="tg-situation">
      <Page
        title={<DiffersTitle situation={situation} />}
        name={t('title')}
        finding={useComparedWith(situation)}
        actions={<HowToRead situation={situation} />}
        below={<Differs situation={situation} />}
      >
        <Columns template="minmax(360px, 436fr) minmax(420px, 504fr) minmax(300px, 348fr)">
          <Column>
            <Tasks tasks={situation.tasks} />
            <Warnings warnings={situation.warnings} />
          </Column>
          <Column>
            <PortSection symbols={situation.symbols} />
            <Domains domains={situation.domains} warnings={situation.warnings} />
          </Column>
          <Column>
            <Signals rows={situation.signals.rows} needPerson={needPerson} />
          </Column>
        </Columns>
      </Page>
    </div>
  )
}
