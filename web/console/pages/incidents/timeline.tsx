import { useEffect, useState } from 'react'
import type { Incident, TimelineEntry } from '../../../../src/actions/respond/model.ts'
import { NewRows, PortTime, Section, useAddress, useBilingual, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { shortName } from '../warnings/short-name.ts'
import type { TabProps } from './room-tabs.tsx'
import { text as roomText } from './room-text.ts'
import { text } from './text.ts'

type Props = { incident: Incident; most?: number }

/** What happened, newest first. What arrives while one reads waits above; one's own acts appear at once. */
const Timeline = ({ incident, most }: Props) => {
  const t = useText(text)
  const r = useText(roomText)
  const [, choose] = useAddress('tab')
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
  const read = timeline.slice(waiting)
  const rows = most === undefined ? read : read.slice(0, most)
  return (
    <Section
      title={t('timeline')}
      finding={t('timelineFinding', { count: read.length })}
      end={
        rows.length < read.length && (
          <button type="button" className="tg-link" onClick={() => choose('timeline')}>
            {r('allTimeline', { count: read.length })}
          </button>
        )
      }
    >
      <NewRows count={waiting} words={t('timelineNew', { count: waiting })} onShow={() => setShown(timeline.length)} />
      <ol className="tg-timeline">
        {rows.map((entry, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added in front, so the place from the end is theirs
          <li key={read.length - i}>
            <EntryLine entry={entry} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** On the overview: enough to see what has just happened. Judgement. */
const NEWEST = 12
export const NewestTimeline = ({ incident }: { incident: Incident }) => <Timeline incident={incident} most={NEWEST} />

export const WholeTimeline = ({ incident }: TabProps) => <Timeline incident={incident} />

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
