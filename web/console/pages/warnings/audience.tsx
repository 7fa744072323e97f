import { Select } from 'antd'
import { useState } from 'react'
import type { WarningDraft } from '../../../../src/actions/warn/model.ts'
import { EmptyState, Field, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useReference, useSignedIn } from '../../api/public.ts'
import { text } from './text.ts'

export type Audience = {
  /** Agencies that will be told. */
  chosen: readonly string[]
  added: readonly string[]
  isOut: (agency: string) => boolean
  toggle: (agency: string) => void
  add: (agency: string) => void
}

/** Who will be told: those that the duties name and that can be reached, less who was taken out, and who was added. */
export const useAudience = (proposed: WarningDraft['audience'] | undefined): Audience => {
  const [flipped, setFlipped] = useState<readonly string[]>([])
  const [extra, setExtra] = useState<readonly string[]>([])
  const byDuty = new Set(proposed?.map((one) => one.agency.id))
  const added = extra.filter((agency) => !byDuty.has(agency))
  const reachable = (proposed ?? []).filter((one) => one.reachable).map((one) => one.agency.id)
  // Who only subscribed is told where the officer chooses so.
  const unchosen = new Set((proposed ?? []).filter((one) => !one.proposed).map((one) => one.agency.id))
  const isOut = (agency: string) => flipped.includes(agency) !== unchosen.has(agency)
  return {
    chosen: [...reachable, ...added].filter((agency) => !isOut(agency)),
    added,
    isOut,
    toggle: (agency) =>
      setFlipped((before) => (before.includes(agency) ? before.filter((one) => one !== agency) : [...before, agency])),
    add: (agency) => {
      setExtra((before) => (before.includes(agency) ? before : [...before, agency]))
      setFlipped((before) => before.filter((one) => one !== agency))
    },
  }
}

type Props = { draft: WarningDraft | undefined; audience: Audience; error: string | undefined }

/** Each agency with the duty that says so. Taken out or out of reach, it stays in sight and says so. */
export const AudienceSection = ({ draft, audience, error }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const reference = useReference().data
  const { agency: own } = useSignedIn()
  const proposed = draft?.audience ?? []
  const listed = new Set([...proposed.map((one) => one.agency.id), ...audience.added])
  const addable = (reference?.agencies ?? []).filter(
    (agency) => agency.member && agency.id !== own.id && !listed.has(agency.id),
  )
  const added = audience.added.filter((id) => !audience.isOut(id)).length
  const count = audience.chosen.length
  const finding = draft && (added > 0 ? t('audienceFindingAdded', { count, added }) : t('audienceFinding', { count }))
  const nameOf = (id: string) => {
    const agency = reference?.agencies.find((one) => one.id === id)
    return agency ? b(agency) : id
  }
  return (
    <Section title={t('audience')} finding={finding}>
      {!draft && <EmptyState>{t('audienceWaiting')}</EmptyState>}
      {draft && listed.size === 0 && <EmptyState>{t('audienceNone')}</EmptyState>}
      {error && (
        <p className="tg-audience-fault" role="alert">
          <b>{t('error')}</b> {error}
        </p>
      )}
      <ul className="tg-audience">
        {proposed.map(({ agency, why, reachable, proposed: before }) => (
          <li key={agency.id}>
            <Told
              name={b(agency)}
              why={reachable ? b(why) : `${b(why)}${t('separator')}${t('audienceUnreachable')}`}
              told={reachable && !audience.isOut(agency.id)}
              untold={t(before ? 'audienceRemoved' : 'audienceNotChosen')}
              onChange={reachable ? () => audience.toggle(agency.id) : undefined}
            />
          </li>
        ))}
        {audience.added.map((id) => (
          <li key={id}>
            <Told
              name={nameOf(id)}
              why={t('audienceAddedWhy')}
              told={!audience.isOut(id)}
              untold={t('audienceRemoved')}
              onChange={() => audience.toggle(id)}
            />
          </li>
        ))}
      </ul>
      {draft && (
        <div className="tg-audience-add">
          <Field label={t('addAgency')}>
            <Select
              showSearch={{
                filterOption: (input, option) =>
                  String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
              }}
              placeholder={t('addAgencyHint')}
              notFoundContent={t('addAgencyNone')}
              value={null}
              options={addable.map((agency) => ({
                value: agency.id,
                label: b(agency),
                words: `${agency.zh} ${agency.en}`.toLowerCase(),
              }))}
              onChange={(id: string | null) => id && audience.add(id)}
            />
          </Field>
        </div>
      )}
    </Section>
  )
}

type ToldProps = { name: string; why: string; told: boolean; untold: string; onChange: (() => void) | undefined }

const Told = ({ name, why, told, untold, onChange }: ToldProps) => (
  <label className={told ? undefined : onChange ? 'out' : 'unreachable'}>
    <input type="checkbox" checked={told} disabled={onChange === undefined} onChange={() => onChange?.()} />
    <span className="name">{name}</span>
    <small className="i3">{why}</small>
    {!told && onChange && <small className="st">{untold}</small>}
  </label>
)
