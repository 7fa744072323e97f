import { useState } from 'react'
import type { Warning } from '../../../../src/actions/warn/model.ts'
import { DataList, Level, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

const SHOWN = 8
const PART = { level: 'changedLevel', title: 'changedTitle', body: 'changedBody' } as const

/** What happened, newest first, as people read it. */
export const Timeline = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const [all, setAll] = useState(false)
  const { timeline } = warning
  if (timeline.length === 0) return null
  const shown = all ? timeline : timeline.slice(0, SHOWN)
  return (
    <Section title={t('timeline')} finding={t('timelineFinding', { count: timeline.length })}>
      <div className="tg-warning-course">
        <DataList label={t('timeline')} rows={shown} rowKey={(row) => row.id}>
          {(row) => (
            <div className="tg-warning-event">
              <span className="i2">
                <PortTime at={row.at} />
              </span>
              <span className="what">{b(row.text)}</span>
              <small className="i3">
                {row.post ? `${b(row.agency)} ${b(row.post)}` : `${b(row.agency)} ${t('byClock')}`}
              </small>
            </div>
          )}
        </DataList>
        {!all && timeline.length > SHOWN && (
          <button type="button" className="tg-plain more" onClick={() => setAll(true)}>
            {t('showAllEvents', { count: timeline.length })}
          </button>
        )}
      </div>
    </Section>
  )
}

/** Each version with what it changed against the one before. Nothing to show while there is one. */
export const Versions = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const { versions } = warning
  if (versions.length < 2) return null
  return (
    <Section title={t('versions')} finding={t('versionsFinding', { count: versions.length })}>
      <ol className="tg-versions">
        {versions.map((row, i) => {
          const before = versions[i + 1]
          return (
            <li key={row.version}>
              <p className="head">
                <b>{t('versionTag', { version: row.version })}</b> <Level level={row.level} />
                <small className="i3">
                  {b(row.post)} <PortTime at={row.at} />
                </small>
              </p>
              <p>{row.reason ?? t('versionIssued')}</p>
              {before && (
                <dl>
                  {row.changed.map((part) => (
                    <div key={part}>
                      <dt className="i3">
                        {t(PART[part])} {t('wasBefore')}
                      </dt>
                      <dd>{part === 'level' ? <Level level={before.level} /> : <del>{before[part]}</del>}</dd>
                    </div>
                  ))}
                </dl>
              )}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
