import { Button } from 'antd'
import type { FormEvent, ReactNode } from 'react'
import { FormFault, faultsByField, problemWords, useLocale, useText } from '../../../../kit/public.ts'
import { text } from './text.ts'
import type { Deed } from './use-deliberation.ts'

type Props = {
  deed: Deed
  /** Fields that show their own faults. */
  fields: readonly string[]
  submit: string
  /** Said beside the button: what pressing it means. */
  consequence?: string
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

/** A form opened in place below its verb, with the server's refusal above its fields. */
export const RoomForm = ({ deed, fields, submit, consequence, onSubmit, onCancel, children }: Props) => {
  const t = useText(text)
  const locale = useLocale()
  const faults = deed.problem ? faultsByField(deed.problem, fields, locale) : {}
  const said = deed.problem && problemWords(deed.problem, locale)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!deed.busy) onSubmit()
  }
  return (
    <form className="tg-act-form tg-dl-form" noValidate onSubmit={send}>
      {said && fields.every((field) => !faults[field]) && (
        <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />
      )}
      {children}
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={deed.busy}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        {consequence && <small className="i3">{consequence}</small>}
      </div>
    </form>
  )
}

/** The fault of a field: what the server says, or that it is empty. */
export const useFaults = (deed: Deed, fields: readonly string[]) => {
  const locale = useLocale()
  const t = useText(text)
  const faults = deed.problem ? faultsByField(deed.problem, fields, locale) : {}
  return (field: string, empty = false): string | undefined => (empty ? t('missing') : faults[field])
}
