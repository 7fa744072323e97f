import { Button, Select } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { PostResults } from '../../../../../src/actions/signals/model.ts'
import {
  Action,
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Field,
  FormFault,
  Loading,
  Page,
  problemWords,
  RelativeTime,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../../kit/public.ts'
import { useRight } from '../../../api/public.ts'
import { useAct } from '../../warnings/use-act.ts'
import { capital } from '../words.ts'
import { ColumnField, type FormColumn } from './column-field.tsx'
import { shownFaults } from './faults.ts'
import { text } from './text.ts'
import { type NewSignal, useNewSignal } from './use-new-signal.ts'
import '../../warnings/warnings.css'
import './new-signal.css'

/** Officer with a caller on the line: what was seen or told, written down before it is forgotten. */
const NewSignalPage = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('signals.report')
  const state = useNewSignal()
  if (right !== true)
    return (
      <Page title={t('title')}>
        <EmptyState>{b(right)}</EmptyState>
      </Page>
    )
  const { forms, sources } = state
  const error = forms.error ?? sources.error
  if (!forms.data || !sources.data)
    return (
      <Page title={t('title')}>
        {error ? (
          <ErrorState
            error={error}
            onRetry={() => {
              void forms.refetch()
              void sources.refetch()
            }}
          />
        ) : (
          <Loading />
        )}
      </Page>
    )
  return <SignalFormView state={state} />
}

export default NewSignalPage

/** Groups that stand beside the message itself. */
const BESIDE = new Set(['message', 'grading'])

const SignalFormView = ({ state }: { state: NewSignal }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const view = useRef<HTMLFormElement>(null)
  const [tried, setTried] = useState(false)
  const [hidden, setHidden] = useState(false)
  const send = useAct((_message: unknown, key: string) => state.send(key))
  const { form, source, values, checked } = state
  const refused = send.problem
  const faults = form
    ? shownFaults(
        form,
        values,
        tried ? [...(checked?.faults ?? []), ...(refused?.fields ?? [])] : (checked?.faults ?? []),
        tried,
        locale,
      )
    : {}
  const count = Object.keys(faults).length + (tried && form && !source ? 1 : 0)
  const said = refused && refused.fields.length === 0 ? problemWords(refused, locale) : undefined

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!form || !source) return
    const done = await send.run([form.id, source.code, values])
    if (!done) {
      queueMicrotask(() => view.current?.querySelector<HTMLElement>('[aria-invalid="true"], .wrong input')?.focus())
      return
    }
    state.forget()
    const { id } = (done.answer as PostResults).results[0]!
    if (source.mayRead && id) void navigate(`/signals/${id}`, { replace: true })
    else setHidden(true)
  }
  const edit = (key: string, value: string) => {
    state.change({ values: { ...state.draft.values, [key]: value } })
    send.forget()
  }
  if (hidden)
    return (
      <Page title={t('doneTitle')}>
        <EmptyState
          action={
            <>
              <Button
                onClick={() => {
                  state.clear()
                  setTried(false)
                  setHidden(false)
                }}
              >
                {t('another')}
              </Button>{' '}
              <Link to="/signals">{t('toList')}</Link>
            </>
          }
        >
          {t('doneHidden')}
        </EmptyState>
      </Page>
    )

  const field = (column: FormColumn) => (
    <ColumnField
      key={`${form?.id} ${column.key}`}
      column={column.key === 'externalNo' && form?.id !== 'declaration' ? { ...column, required: false } : column}
      value={values[column.key] ?? ''}
      error={faults[column.key]}
      remark={remarkOf(state, column.key, locale, (what) => t('remarkStill', { what }))}
      hint={column.key === 'externalNo' && form?.id !== 'declaration' ? t('numberHint') : undefined}
      onChange={(value) => edit(column.key, value)}
    />
  )
  const groups = groupsOf(form?.columns ?? [])
  return (
    <Page title={t('title')} finding={t('finding')}>
      <form ref={view} className="tg-new-signal" noValidate onSubmit={(event) => void submit(event)}>
        <Columns template="minmax(0, 7fr) minmax(0, 5fr)">
          <Column>
            <KindSection state={state} sourceMissing={tried && !source} />
            {groups
              .filter(([id]) => !BESIDE.has(id))
              .map(([id, label, columns]) => (
                <Section key={id} title={label[locale]}>
                  <div className="fields">{columns.map(field)}</div>
                </Section>
              ))}
          </Column>
          <Column>
            {groups
              .filter(([id]) => BESIDE.has(id))
              .map(([id, label, columns]) => (
                <Section key={id} title={label[locale]}>
                  <div className="fields">{columns.map(field)}</div>
                </Section>
              ))}
            {form && (
              <Section title={t('sendSection')}>
                <div className="send">
                  <Preview state={state} />
                  <OneOf state={state} />
                  {count > 0 && tried && <FormFault what={t('formFault', { count })} remedy={t('formRemedy')} />}
                  {count === 0 && said && <FormFault what={said.what} remedy={said.remedy} />}
                  <div className="acts">
                    <Action
                      submit
                      primary
                      busy={send.busy}
                      allowed={
                        form.mayReport !== true ? form.mayReport : state.own.length === 0 ? t('sourceNone') : true
                      }
                      reasonAt="below"
                    >
                      {t('submit')}
                    </Action>
                    <Button
                      onClick={() => {
                        state.clear()
                        setTried(false)
                        send.forget()
                      }}
                    >
                      {t('clear')}
                    </Button>
                  </div>
                  <small className="i3">{t('kept')}</small>
                </div>
              </Section>
            )}
          </Column>
        </Columns>
      </form>
    </Page>
  )
}

type Group = readonly [id: string, label: { zh: string; en: string }, columns: FormColumn[]]

const groupsOf = (columns: readonly FormColumn[]): Group[] => {
  const groups: Group[] = []
  for (const column of columns) {
    const group = groups.find(([id]) => id === column.group.id)
    if (group) group[2].push(column)
    else groups.push([column.group.id, column.group, [column]])
  }
  return groups
}

const remarkOf = (
  { checked, values }: NewSignal,
  key: string,
  locale: 'zh' | 'en',
  still: (what: string) => string,
): string | undefined => {
  const flag = checked?.flags.find((one) => one.field === key)
  return flag && (values[key] ?? '') !== '' ? still(flag[locale]) : undefined
}

const KindSection = ({ state, sourceMissing }: { state: NewSignal; sourceMissing: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const { forms, draft, own, source, form, restored } = state
  const kinds = forms.data?.kinds ?? []
  const has = (kind: string) => state.sources.data?.rows.some((one) => one.mayImport && one.kind === kind) === true
  return (
    <Section
      title={t('kindSection')}
      finding={
        restored && (
          <>
            {t('restored')} · <RelativeTime at={restored.at} />
          </>
        )
      }
    >
      <div className="fields">
        <Field
          label={t('kind')}
          required
          hint={kinds.some((one) => one.mayReport !== true) ? t('kindHint') : undefined}
        >
          <Select<string>
            placeholder={t('chooseKind')}
            value={draft.kind === '' ? null : draft.kind}
            options={kinds.map((one) => {
              const known = has(one.id)
              return {
                value: one.id,
                label:
                  known || one.mayReport !== true ? capital(b(one)) : t('kindWithoutSource', { kind: capital(b(one)) }),
                disabled: one.mayReport !== true || !known,
                title: one.mayReport === true ? b(one) : b(one.mayReport),
              }
            })}
            onChange={(kind) => state.change({ kind, sourceCode: '' })}
          />
        </Field>
        {form && own.length > 0 && (
          <Field label={t('source')} required error={sourceMissing ? t('sourceMissing') : undefined}>
            <Select<string>
              placeholder={t('choose')}
              value={source?.code ?? null}
              options={own.map((one) => ({ value: one.code, label: b(one) }))}
              onChange={(sourceCode) => state.change({ sourceCode })}
            />
          </Field>
        )}
        {form && own.length === 0 && <p className="i2 no-source">{t('sourceNone')}</p>}
      </div>
    </Section>
  )
}

const Preview = ({ state: { checked } }: { state: NewSignal }) => {
  const t = useText(text)
  const b = useBilingual()
  if (!checked?.title) return <p className="i3">{t('previewNone')}</p>
  return (
    <div className="preview">
      <small className="i3">{t('preview')}</small>
      <p>{b(checked.title)}</p>
      {checked.detail && <small className="i2">{b(checked.detail)}</small>}
    </div>
  )
}

/** What the kind asks for besides its required fields. */
const OneOf = ({ state: { form, values } }: { state: NewSignal }) => {
  const t = useText(text)
  const b = useBilingual()
  const open = (form?.oneOf ?? []).filter((keys) => keys.every((key) => (values[key] ?? '').trim() === ''))
  return open.map((keys) => (
    <p key={keys.join()} className="i2">
      {t('oneOf', {
        names: keys
          .map((key) => form?.columns.find((one) => one.key === key))
          .map((column) => (column ? b(column.label) : ''))
          .join(t('separator')),
      })}
    </p>
  ))
}
