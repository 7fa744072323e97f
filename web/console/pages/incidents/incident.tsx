import { useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import {
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Level,
  Loading,
  Page,
  Row,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { ReviewLink } from '../reviews/review-link.tsx'
import { BasisSection } from '../warnings/basis.tsx'
import { MarkingSections } from '../warnings/marking.tsx'
import { TimeAxis } from './axis.tsx'
import { Events } from './events.tsx'
import { Evidence } from './evidence.tsx'
import { Members } from './members.tsx'
import { NextSteps } from './next-steps.tsx'
import { CloseAction, RoomHead } from './room-head.tsx'
import { Tasks } from './tasks.tsx'
import { text } from './text.ts'
import { Timeline } from './timeline.tsx'
import { useIncident } from './use-incidents.ts'
import '../warnings/warnings.css'
import './tasks.css'
import './room.css'

/** Commander, officers: what must I do next, by when, on what basis; what blocks us? */
const Room = () => {
  const { id = '' } = useParams()
  return <OneRoom key={id} id={id} />
}

export default Room

const OneRoom = ({ id }: { id: string }) => {
  const t = useText(text)
  const query = useIncident(id)
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  return <LoadedRoom incident={query.data} />
}

const LoadedRoom = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const [closing, setClosing] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const openClose = () => {
    setClosing(true)
    top.current?.scrollIntoView({ block: 'start' })
  }
  return (
    <div ref={top} className="tg-room">
      <RoomHead incident={incident} closing={closing} onClosing={setClosing}>
        <TimeAxis incident={incident} />
        <Columns template="minmax(0, 306fr) minmax(0, 660fr) minmax(0, 322fr)">
          <Column>
            <NextSteps incident={incident} onClose={openClose} />
            <Events incident={incident} />
          </Column>
          <Column>
            <Tasks incident={incident} />
            <Evidence incident={incident} />
            <Timeline incident={incident} />
          </Column>
          <Column>
            <Members incident={incident} />
            <BasisSection title={t('legal')} rows={incident.legal} />
            <Origin incident={incident} />
            <ReviewLink incidentId={incident.id} />
            <MarkingSections marking={incident.marking} />
            <CloseSection incident={incident} onClose={openClose} />
          </Column>
        </Columns>
      </RoomHead>
    </div>
  )
}

/** Where it came from: only what the reader may see. */
const Origin = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const { warning, signals } = incident
  return (
    <Section title={t('origin')}>
      {!warning && signals.length === 0 && <EmptyState>{t('originNone')}</EmptyState>}
      <ul className="tg-list">
        {warning && (
          <li>
            <Row lead={<Level level={warning.level} />} title={warning.title} to={`/warnings/${warning.id}`} />
          </li>
        )}
        {signals.map((signal) => (
          <li key={signal.id}>
            <Row lead={t('signal')} title={b(signal.title)} to={`/signals/${signal.id}`} />
          </li>
        ))}
      </ul>
      <p className="tg-warning-note">
        <Link to="/incidents">{t('toList')}</Link>
      </p>
    </Section>
  )
}

/** On a phone the button stands at the end: what must be done comes before how it ends. */
const CloseSection = ({ incident, onClose }: { incident: Incident; onClose: () => void }) => {
  const t = useText(text)
  if (incident.closedAt) return null
  return (
    <div className="tg-close-at-end">
      <Section title={t('close')}>
        <CloseAction incident={incident} onPress={onClose} />
      </Section>
    </div>
  )
}
