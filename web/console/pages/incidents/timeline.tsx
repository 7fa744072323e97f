import { useEffect, useState } from 'react'
import type { Incident, TimelineEntry } from '../../../../src/actions/respond/model.ts'
import { NewRows, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { text } from './text.ts'

/** What happened, newest first. What arrives while one reads waits above; one's own acts appear at once. */
export const Timeline = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const { post } = useSignedIn()
  const { timeline } = incident
  const [shown, setShown] = useState(timeline.length)
  const newest = timeline[0]
  const own = newest !== undefined && newest.actor.officer !== null && newest.actor.post.id === post.id
  useEffect(() => {
    if (own) setShown(timeline.length)
  }, [own, timeline.length])
  const waiting = Math.max(0, timeline.length - shown)
  // Newest first: the last ones are those that were there before.
  const rows = timeline.slice(waiting)
  return (
    <Section title={t('timeline')} finding={t('timelineFinding', { count: rows.length })}>
      <NewRows count={waiting} words={t('timelineNew', { count: waiting })} onShow={() => setShown(timeline.length)} />
      <ol className="tg-timeline">
        {rows.map((entry, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added in front, so the place from the end is theirs
          <li key={rows.length - i}>
            <EntryLine entry={entry} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

const EntryLine = ({ entry }: { entry: TimelineEntry }) => {
  const t = useText(text)
  const b = useBilingual()
  const { agency, officer } = entry.actor
  return (
    <>
      <span className="i3">
        <PortTime at={entry.at} />
      </span>
      <span className="said">{b(entry.text)}</span>
      <small className="i3" title={b(agency)}>
        {officer ? `${shortName(b(agency))} ${b(officer)}` : t('clockDid')}
      </small>
    </>
  )
}
