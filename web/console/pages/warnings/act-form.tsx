import { Button, Input } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Field, FormFault, faultsByField, problemWords, useLocale, useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import type { Act } from './use-act.ts'

type Props = {
  /** The field's name in the request, so that the server's faults find it. */
  name: string
  label: string
  hint?: string
  /** Said when nothing is written; absent where it may stay empty. */
  missing?: string
  maxLength: number
  submit: string
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  onSubmit: (words: string) => void
  onCancel: () => void
  /** Above the words: more fields. */
  children?: ReactNode
  /** Faults of these names are shown by `children`. */
  others?: readonly string[]
}

/** One text, a reason or a note, and the button that sends it: opened in place below the verb, never over the page. */
export const ActForm = (props: Props) => {
  const { name, label, hint, missing, maxLength, submit, act, onSubmit, onCancel, children, others = [] } = props
  const t = useText(text)
  const locale = useLocale()
  const [words, setWords] = useState('')
  const [empty, setEmpty] = useState(false)
  const faults = act.problem ? faultsByField(act.problem, [name, ...others], locale) : {}
  const whole = act.problem && !faults[name] && others.every((other) => !faults[other])
  const said = act.problem && problemWords(act.problem, locale)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const nothing = missing !== undefined && words.trim() === ''
    setEmpty(nothing)
    if (!nothing && !act.busy) onSubmit(words.trim())
  }
  return (
    <form className="tg-act-form" noValidate onSubmit={send}>
      {whole && said && <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />}
      {children}
      <Field label={label} hint={hint} required={missing !== undefined} error={empty ? missing : faults[name]}>
        <Input.TextArea
          autoFocus
          rows={2}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={maxLength}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {submit}
        </Button>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
