import { Link } from 'react-router'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { Column, Columns, EmptyState, Level, Row, Section, useBilingual, useText } from '../../../kit/public.ts'
import { ReviewLink } from '../reviews/review-link.tsx'
import { BasisSection } from '../warnings/basis.tsx'
import { MarkingSections } from '../warnings/marking.tsx'
import { Attach } from './attach.tsx'
import { TimeAxis } from './axis.tsx'
import { CloseAction } from './close-action.tsx'
import { NextDecisions } from './deliberate/next-decisions.tsx'
import { Events } from './events.tsx'
import { Evidence } from './evidence.tsx'
import { Members } from './members.tsx'
import { NextSteps } from './next-steps.tsx'
import { NoteSection } from './note-form.tsx'
import type { TabProps } from './room-tabs.tsx'
import { Tasks } from './tasks.tsx'
import { text } from './text.ts'
import { NewestTimeline } from './timeline.tsx'
import { Twins } from './twins.tsx'

/** What must I do next, by when, on what basis; what blocks us? */
export const Overview = ({ incident, onClose }: TabProps) => {
  const t = useText(text)
  return (
    <>
      <TimeAxis incident={incident} />
      <Columns template="minmax(0, 306fr) minmax(0, 660fr) minmax(0, 322fr)">
        <Column>
          <NextDecisions incident={incident} />
          <NextSteps incident={incident} onClose={onClose} />
          <NoteSection incident={incident} />
          <Events incident={incident} />
        </Column>
        <Column>
          <Twins incident={incident} />
          <Tasks incident={incident} />
          <Evidence incident={incident} />
          <NewestTimeline incident={incident} />
        </Column>
        <Column>
          <Members incident={incident} />
          <BasisSection title={t('legal')} rows={incident.legal} />
          <Origin incident={incident} />
          <ReviewLink incidentId={incident.id} />
          <MarkingSections marking={incident.marking} />
          <CloseSection incident={incident} onClose={onClose} />
        </Column>
      </Columns>
    </>
  )
}

/** Where it came from and what was attached since: only what the reader may see. */
const Origin = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const { warnings, signals } = incident
  return (
    <Section title={t('origin')}>
      {warnings.length === 0 && signals.length === 0 && <EmptyState>{t('originNone')}</EmptyState>}
      <ul className="tg-list">
        {warnings.map((warning) => (
          <li key={warning.id}>
            <Row lead={<Level level={warning.level} />} title={warning.title} to={`/warnings/${warning.id}`} />
          </li>
        ))}
        {signals.map((signal) => (
          <li key={signal.id}>
            <Row lead={t('signal')} title={b(signal.title)} to={`/signals/${signal.id}`} />
          </li>
        ))}
      </ul>
      <Attach incident={incident} />
      <p className="tg-warning-note">
        <Link to="/incidents">{t('toList')}</Link>
      </p>
    </Section>
  )
}

/** On a phone the button stands at the end: what must be done comes before how it ends. */
const CloseSection = ({ incident, onClose }: { incident: Incident; onClose: () => void }) => {
  const t = useText(text)
  if (incident.closedAt || incident.mergedInto) return null
  return (
    <div className="tg-close-at-end">
      <Section title={t('close')}>
        <CloseAction incident={incident} onPress={onClose} />
      </Section>
    </div>
  )
}
