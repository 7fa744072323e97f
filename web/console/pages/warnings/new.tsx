import { Button, Input, InputNumber } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { IssueWarning } from '../../../../src/actions/warn/model.ts'
import {
  Column,
  Columns,
  DeadlineTag,
  EmptyState,
  ErrorState,
  Field,
  FormFault,
  faultsByField,
  LEVELS,
  Level,
  Loading,
  levelWord,
  Page,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useRight } from '../../api/public.ts'
import { AudienceSection, useAudience } from './audience.tsx'
import { Radios } from './radios.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { useDraft, type Values } from './use-draft.ts'
import { renewWarnings } from './use-warnings.ts'
import { WhereFields } from './where.tsx'
import './course.css'
import './warnings.css'

/** Duty officer, analyst: who must know this, at which level, by when must they say that they do? */
const NewWarning = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('warnings.issue')
  const [params] = useSearchParams()
  const signalId = params.get('signalId') ?? ''
  if (right === true) return <IssueForm key={signalId} signalId={signalId} />
  return (
    <Page title={t('newTitle')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default NewWarning

const NAMES = [
  'riskType',
  'place',
  'jurisdiction',
  'level',
  'title',
  'body',
  'ackMinutes',
  'ackWorkingDays',
  'audience',
] as const
type Faults = Partial<Record<(typeof NAMES)[number] | '', string>>

const IssueForm = ({ signalId }: { signalId: string }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const { draft, values, change } = useDraft(signalId)
  const audience = useAudience(draft.data?.audience)
  const [missing, setMissing] = useState<Faults>({})
  const issue = useAct((body: IssueWarning, idempotencyKey) =>
    post<{ id: string }>('/warnings', body, { idempotencyKey }),
  )

  // A draft that was refused for a field (a risk that does not occur at this place) says so at the field.
  const refused = issue.problem ?? draft.error
  const server: Faults = refused ? faultsByField(refused, NAMES, locale) : {}
  const faults: Faults = { ...server, ...missing }
  const count = NAMES.filter((name) => faults[name]).length
  const said = refused && problemWords(refused, locale)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = findMissing(values, audience.chosen, t)
    setMissing(found)
    const { riskType, place, jurisdiction, level, ackMinutes } = values
    if (Object.keys(found).length > 0 || !riskType || !place || !jurisdiction || !level || ackMinutes === null) {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .wrong input')?.focus())
      return
    }
    const done = await issue.run({
      ...(signalId === '' ? {} : { signalId }),
      riskType,
      place,
      jurisdiction,
      level,
      title: values.title.trim(),
      body: values.body.trim(),
      ackMinutes,
      ...(values.ackWorkingDays === null ? {} : { ackWorkingDays: values.ackWorkingDays }),
      audience: [...audience.chosen],
    })
    if (!done) return
    void renewWarnings()
    void navigate(`/warnings/${done.answer.id}`, { replace: true })
  }
  const edit = (some: Parameters<typeof change>[0]) => {
    change(some)
    // What the server said was about the words before.
    issue.forget()
    setMissing((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in some))))
  }

  // The signal of this draft is not there for me: nothing to issue from.
  if (signalId !== '' && !draft.data)
    return (
      <Page title={t('newTitle')}>
        {draft.error ? <ErrorState error={draft.error} onRetry={() => void draft.refetch()} /> : <Loading />}
      </Page>
    )
  return (
    <Page title={t('newTitle')} finding={signalId === '' ? t('newFromScratch') : t('newFromSignal')}>
      <form ref={form} className="tg-issue" noValidate onSubmit={(event) => void submit(event)}>
        <Columns template="minmax(0, 7fr) minmax(0, 5fr)">
          <Column>
            <Section title={t('contentSection')}>
              <div className="tg-issue-fields">
                <WhereFields value={values} onChange={edit} faults={faults} />
                <LevelField values={values} draft={draft.data} error={faults.level} onChange={edit} />
                <Field label={t('warningTitle')} hint={t('warningTitleHint')} required error={faults.title}>
                  <Input
                    maxLength={200}
                    value={values.title}
                    onChange={(event) => edit({ title: event.target.value })}
                  />
                </Field>
                <Field label={t('warningBody')} hint={t('warningBodyHint')} required error={faults.body}>
                  <Input.TextArea
                    autoSize={{ minRows: 4, maxRows: 14 }}
                    maxLength={4000}
                    value={values.body}
                    onChange={(event) => edit({ body: event.target.value })}
                  />
                </Field>
                <LimitField values={values} faults={faults} onChange={edit} />
              </div>
            </Section>
          </Column>
          <Column>
            <Conflicts rows={draft.data?.conflicts ?? []} />
            <AudienceSection draft={draft.data} audience={audience} error={faults.audience} />
            <div className="tg-issue-send">
              {count > 0 && <FormFault what={t('formFault', { count })} remedy={t('formRemedy')} />}
              {count === 0 && said && <FormFault what={server[''] ?? said.what} remedy={said.remedy} />}
              <Button type="primary" htmlType="submit" loading={issue.busy}>
                {audience.chosen.length > 0 ? t('submit', { count: audience.chosen.length }) : t('submitNone')}
              </Button>
              {draft.isFetching && <small className="i3">{t('drafting')}</small>}
            </div>
          </Column>
        </Columns>
      </form>
    </Page>
  )
}

type T = ReturnType<typeof useText<(typeof text)['zh']>>

const findMissing = (values: Values, chosen: readonly string[], t: T): Faults => ({
  ...(values.riskType ? {} : { riskType: t('missingRisk') }),
  ...(values.place ? {} : { place: t('missingPlace') }),
  ...(values.level ? {} : { level: t('missingLevel') }),
  ...(values.title.trim() === '' ? { title: t('missingTitle') } : {}),
  ...(values.body.trim() === '' ? { body: t('missingBody') } : {}),
  ...(values.ackMinutes === null ? { ackMinutes: t('missingMinutes') } : {}),
  ...(chosen.length === 0 ? { audience: t('missingAudience') } : {}),
})

type LimitProps = {
  values: Values
  faults: Faults
  onChange: (some: { ackMinutes?: number; ackWorkingDays?: number | null }) => void
}

/** Minutes, which run through nights and holidays, or working days of the port. */
const LimitField = ({ values, faults, onChange }: LimitProps) => {
  const t = useText(text)
  const byDays = values.ackWorkingDays !== null
  return (
    <div className="tg-limit">
      <Field
        label={t(byDays ? 'ackDays' : 'ackMinutes')}
        hint={
          <>
            <DeadlineTag kind="local_default" /> {t(byDays ? 'ackDaysHint' : 'ackMinutesHint')}
          </>
        }
        required
        error={byDays ? faults.ackWorkingDays : faults.ackMinutes}
      >
        {byDays ? (
          <InputNumber
            key="days"
            controls={false}
            min={1}
            max={20}
            precision={0}
            value={values.ackWorkingDays}
            onChange={(days) => days !== null && onChange({ ackWorkingDays: days })}
          />
        ) : (
          <InputNumber
            key="minutes"
            controls={false}
            min={1}
            max={1440}
            precision={0}
            value={values.ackMinutes}
            onChange={(minutes) => minutes !== null && onChange({ ackMinutes: minutes })}
          />
        )}
      </Field>
      <Radios
        legend={t('ackBy')}
        value={byDays ? 'days' : 'minutes'}
        onChange={(unit) => onChange({ ackWorkingDays: unit === 'days' ? 1 : null })}
        choices={[
          { value: 'minutes', label: t('ackByMinutes') },
          { value: 'days', label: t('ackByDays') },
        ]}
      />
    </div>
  )
}

type LevelProps = {
  values: Values
  draft: ReturnType<typeof useDraft>['draft']['data']
  error: string | undefined
  onChange: (some: { level: NonNullable<Values['level']> }) => void
}

const LevelField = ({ values, draft, error, onChange }: LevelProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const word = (level: NonNullable<Values['level']>) => levelWord(level, locale)
  const hint = !draft
    ? undefined
    : values.level !== undefined && values.level !== draft.level
      ? t('levelChanged', { level: word(draft.level), chosen: word(values.level) })
      : b(draft.levelWhy)
  return (
    <Radios
      legend={t('level')}
      required
      hint={hint}
      value={values.level}
      error={error}
      onChange={(level) => onChange({ level })}
      choices={LEVELS.toReversed().map((level) => ({
        value: level,
        label: (
          <>
            <Level level={level} /> <small className="i3">{t(`${level}Means`)}</small>
          </>
        ),
      }))}
    />
  )
}

const Conflicts = ({ rows }: { rows: readonly { zh: string; en: string }[] }) => {
  const t = useText(text)
  const b = useBilingual()
  if (rows.length === 0) return null
  return (
    <Section title={t('conflicts')} finding={t('conflictsFinding')}>
      <ul className="tg-conflicts">
        {rows.map((row) => (
          <li key={row.en}>{b(row)}</li>
        ))}
      </ul>
    </Section>
  )
}
