import { Button } from 'antd'
import type { FormEvent, ReactNode } from 'react'
import { FormFault, faultsByField, problemWords, useLocale, useText } from '../../../kit/public.ts'
import type { Act } from '../warnings/use-act.ts'
import { text } from './text.ts'

type Props = {
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  /** Names of fields that show their own faults. */
  fields: readonly string[]
  submit: string
  onSubmit: () => void
  onCancel?: () => void
  /** More buttons. */
  ends?: ReactNode
  note?: ReactNode
  children: ReactNode
}

/** A form that opens in place: its fields, what is wrong with the whole of it, the button that sends it. */
export const CellForm = ({ act, fields, submit, onSubmit, onCancel, ends, note, children }: Props) => {
  const t = useText(text)
  const faults = useFaults(act, fields)
  const said = useSaid(act)
  const onField = fields.some((name) => faults[name])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!act.busy) onSubmit()
  }
  return (
    <form className="tg-cell-form" noValidate onSubmit={send}>
      {said && !onField && <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />}
      {children}
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {submit}
        </Button>
        {ends}
        {onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
        {note && <small className="i3">{note}</small>}
      </div>
    </form>
  )
}

export const useFaults = (act: Pick<Act<never, unknown>, 'problem'>, fields: readonly string[]) => {
  const locale = useLocale()
  return act.problem ? faultsByField(act.problem, fields, locale) : {}
}

const useSaid = (act: Pick<Act<never, unknown>, 'problem'>) => {
  const locale = useLocale()
  return act.problem && problemWords(act.problem, locale)
}
