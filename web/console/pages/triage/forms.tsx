import { Button, Input } from 'antd'
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Desk } from '../../../../src/actions/triage/model.ts'
import {
  EmptyState,
  Field,
  FormFault,
  faultsByField,
  problemWords,
  useBilingual,
  useLocale,
  useNow,
  useText,
} from '../../../kit/public.ts'
import { Radios } from '../warnings/radios.tsx'
import type { Act } from '../warnings/use-act.ts'
import '../warnings/warnings.css'
import { text } from './text.ts'
import type { Decision } from './use-triage.ts'

type FormProps = {
  desk: Desk
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  onDecide: (decision: Decision) => void
  onCancel: () => void
}

/** The frame that every decision's form has: what is wrong, the fields, the button, and Escape to leave it. */
const Frame = ({
  act,
  fields,
  submit,
  children,
  onSubmit,
  onCancel,
}: Pick<FormProps, 'act' | 'onCancel'> & {
  fields: readonly string[]
  submit: string
  children: ReactNode
  onSubmit: () => void
}) => {
  const t = useText(text)
  const locale = useLocale()
  const faults = act.problem ? faultsByField(act.problem, [...fields], locale) : {}
  const whole = act.problem !== null && fields.every((field) => !faults[field])
  const said = act.problem && problemWords(act.problem, locale)
  const form = useRef<HTMLFormElement>(null)
  // The form was asked for by a key, and is answered by keys.
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input')?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
    // Enter decides from every field; a list opens with space or the arrows.
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return
    event.preventDefault()
    form.current?.requestSubmit()
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!act.busy) onSubmit()
  }
  return (
    <form ref={form} className="tg-triage-form" noValidate onSubmit={send} onKeyDown={onKeyDown}>
      {whole && said && <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />}
      {children}
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}

const useFaults = (act: FormProps['act'], fields: readonly string[]) => {
  const locale = useLocale()
  return act.problem ? faultsByField(act.problem, [...fields], locale) : {}
}

export const AssignForm = ({ desk, act, onDecide, onCancel }: FormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const me = desk.colleagues.find((one) => one.isMe)
  const valueFor = (post: string, account: string | null) => `${post} ${account ?? ''}`
  const posts = [...new Map(desk.colleagues.map((one) => [one.post.id, one.post])).values()]
  const others = desk.colleagues.filter((one) => !one.isMe && one.account !== null && one.officer !== null)
  const [to, setTo] = useState(me ? valueFor(me.post.id, me.account) : valueFor(posts[0]?.id ?? '', null))
  const faults = useFaults(act, ['post'])
  const submit = () => {
    const [post = '', account = ''] = to.split(' ')
    onDecide({ verb: 'assign', to: to === '' ? null : { post, account: account === '' ? null : account } })
  }
  return (
    <Frame act={act} fields={['post']} submit={t('submitAssign')} onSubmit={submit} onCancel={onCancel}>
      <Field label={t('toWhom')} error={faults['post']}>
        <select className="tg-choice" value={to} onChange={(event) => setTo(event.target.value)}>
          {me?.officer && (
            <option value={valueFor(me.post.id, me.account)}>{t('toMyself', { name: b(me.officer) })}</option>
          )}
          {others.map((one) => (
            <option key={valueFor(one.post.id, one.account)} value={valueFor(one.post.id, one.account)}>
              {[b(one.officer!), b(one.post)].join(t('separator'))}
            </option>
          ))}
          {posts.map((post) => (
            <option key={post.id} value={valueFor(post.id, null)}>
              {t('anyoneAt', { post: b(post) })}
            </option>
          ))}
          <option value="">{t('release')}</option>
        </select>
      </Field>
    </Frame>
  )
}

export const SnoozeForm = ({ desk, act, onDecide, onCancel }: FormProps) => {
  const t = useText(text)
  const now = useNow()
  const [minutes, setMinutes] = useState(String(desk.snoozeMinutes[0] ?? 30))
  const [reason, setReason] = useState('')
  const [empty, setEmpty] = useState(false)
  const faults = useFaults(act, ['reason', 'until'])
  const submit = () => {
    setEmpty(reason.trim() === '')
    if (reason.trim() === '') return
    const until = new Date(now.getTime() + Number(minutes) * 60_000).toISOString()
    onDecide({ verb: 'snooze', until, reason: reason.trim() })
  }
  return (
    <Frame act={act} fields={['reason', 'until']} submit={t('submitSnooze')} onSubmit={submit} onCancel={onCancel}>
      <Field label={t('whySnooze')} required error={empty ? t('whySnoozeMissing') : faults['reason']}>
        <Input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Radios
        legend={t('howLong')}
        value={minutes}
        onChange={setMinutes}
        error={faults['until']}
        choices={desk.snoozeMinutes.map((count) => ({
          value: String(count),
          label: count % 60 === 0 ? t('inHours', { count: count / 60 }) : t('inMinutes', { count }),
        }))}
      />
    </Frame>
  )
}

export const DismissForm = ({ desk, act, onDecide, onCancel }: FormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const [reason, setReason] = useState(desk.reasons[0]?.id ?? '')
  const [note, setNote] = useState('')
  const faults = useFaults(act, ['reason', 'note'])
  return (
    <Frame
      act={act}
      fields={['reason', 'note']}
      submit={t('submitDismiss')}
      onSubmit={() => onDecide({ verb: 'dismiss', reason, note: note.trim() })}
      onCancel={onCancel}
    >
      <Radios
        legend={t('reason')}
        hint={t('returnHint', { count: desk.returnAfter })}
        value={reason}
        onChange={setReason}
        error={faults['reason']}
        choices={desk.reasons.map((one) => ({ value: one.id, label: b(one) }))}
      />
      <Field label={t('note')} error={faults['note']} hint={t('noteHint')}>
        <Input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Frame>
  )
}

export const AttachForm = ({ desk, act, onDecide, onCancel }: FormProps) => {
  const t = useText(text)
  const [incident, setIncident] = useState(desk.incidents[0]?.id ?? '')
  if (desk.incidents.length === 0)
    return <EmptyState action={<Button onClick={onCancel}>{t('cancel')}</Button>}>{t('noIncident')}</EmptyState>
  return (
    <Frame
      act={act}
      fields={[]}
      submit={t('submitAttach')}
      onSubmit={() => onDecide({ verb: 'attach', incidentId: incident })}
      onCancel={onCancel}
    >
      <Field label={t('incident')} hint={t('returnHint', { count: desk.returnAfter })}>
        <select className="tg-choice" value={incident} onChange={(event) => setIncident(event.target.value)}>
          {desk.incidents.map((one) => (
            <option key={one.id} value={one.id}>
              {[one.no, one.title].join(t('separator'))}
            </option>
          ))}
        </select>
      </Field>
    </Frame>
  )
}
