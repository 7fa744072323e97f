import { type ReactNode, useId } from 'react'
import { useText } from '../../../kit/public.ts'
import { text } from './text.ts'

export type Choice<V extends string> = {
  value: V
  label: ReactNode
  /** Why it cannot be chosen; it stays visible. */
  impossible?: string | undefined
}

type Props<V extends string> = {
  legend: string
  choices: readonly Choice<V>[]
  value: V | undefined
  onChange: (value: V) => void
  hint?: string | undefined
  error?: string | undefined
  required?: boolean
}

/** A few choices, all in sight: native radio buttons, one line each or side by side. */
export const Radios = <V extends string>({ legend, choices, value, onChange, hint, error, required }: Props<V>) => {
  const t = useText(text)
  const id = useId()
  return (
    <fieldset
      className={error ? 'tg-radios tg-field wrong' : 'tg-radios tg-field'}
      aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
    >
      <legend>
        {legend}
        {required && <small className="i3"> {t('required')}</small>}
      </legend>
      {hint && (
        <small id={`${id}-hint`} className="i3">
          {hint}
        </small>
      )}
      <div className="choices">
        {choices.map((choice) => (
          <label key={choice.value} title={choice.impossible}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.impossible !== undefined}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="fault" role="alert">
          <b>{t('error')}</b> {error}
        </p>
      )}
    </fieldset>
  )
}
