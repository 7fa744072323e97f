import { cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import { useText } from './i18n.ts'
import { text } from './text.ts'

type ControlProps = {
  id?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

type Props = {
  label: ReactNode
  /** One control that passes `id` and `aria-*` on: a native input, or antd's Input, Select, DatePicker … */
  children: ReactElement<ControlProps>
  /** What to write, before anything is wrong. */
  hint?: ReactNode
  /** What is wrong and what to write instead; null when nothing is. */
  error?: string | null | undefined
  required?: boolean
}

/** A labelled control. An error is the word 错误, a 2 px ink border and the remedy: no colour. */
export const Field = ({ label, children, hint, error, required = false }: Props) => {
  const t = useText(text)
  const id = useId()
  const wrong = error !== null && error !== undefined && error !== ''
  const described = [hint !== undefined && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={wrong ? 'tg-field wrong' : 'tg-field'}>
      <label htmlFor={id}>
        {label}
        {required && <small className="i3"> {t('required')}</small>}
      </label>
      {hint !== undefined && (
        <small id={`${id}-hint`} className="i3">
          {hint}
        </small>
      )}
      {cloneElement(children, {
        id,
        'aria-invalid': wrong || undefined,
        'aria-required': required || undefined,
        'aria-describedby': described || undefined,
      })}
      {wrong && (
        <p id={`${id}-error`} className="fault" role="alert">
          <b>{t('error')}</b> {error}
        </p>
      )}
    </div>
  )
}

/** What is wrong with the whole form, above its button. */
export const FormFault = ({ what, remedy }: { what: string; remedy?: string }) => {
  const t = useText(text)
  return (
    <div className="tg-form-fault" role="alert">
      <p>
        <b>{t('error')}</b> {what}
      </p>
      {remedy && <p className="i2">{remedy}</p>}
    </div>
  )
}
