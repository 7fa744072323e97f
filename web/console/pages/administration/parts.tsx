/** Small parts that only administration needs. */
import { Button } from 'antd'
import { type ReactNode, useEffect, useId, useState } from 'react'
import {
  Action,
  FormFault,
  faultsByField,
  type Locale,
  PortTime,
  type Problem,
  problemWords,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { text } from './text.ts'

/** List at the left, what is open at the right; where there is no room, what is open stands above. */
export const Beside = ({ list, children, open }: { list: ReactNode; children: ReactNode; open: boolean }) => (
  <div className={open ? 'tg-beside open' : 'tg-beside'}>
    <div className="list">{list}</div>
    <div className="opened">{children}</div>
  </div>
)

type ConfirmProps = {
  label: string
  words: string
  sure: string
  busy: boolean
  onConfirm: () => Promise<unknown>
  small?: boolean
}

/** Only for what destroys something. Asked in place: says what will happen, begins at "cancel". */
export const Confirm = ({ label, words, sure, busy, onConfirm, small = false }: ConfirmProps) => {
  const t = useText(text)
  const id = useId()
  const [asked, setAsked] = useState(false)
  // Done or refused, the question is over; a refusal is said beside it.
  const confirm = async () => {
    await onConfirm()
    setAsked(false)
  }
  if (!asked)
    return (
      <Action small={small} onClick={() => setAsked(true)}>
        {label}
      </Action>
    )
  return (
    <fieldset className="tg-confirm" aria-labelledby={id}>
      <p id={id}>{words}</p>
      <div className="acts">
        <Button type="primary" loading={busy} onClick={() => void confirm()}>
          {sure}
        </Button>
        <Button autoFocus onClick={() => setAsked(false)}>
          {t('cancel')}
        </Button>
      </div>
    </fieldset>
  )
}

export type Secret = { title: string; words: string; content: string; until: string }

/** Shown once: whole, to be copied, kept on the page until somebody says that it was handed over. */
export const Once = ({ secret, onDone }: { secret: Secret; onDone: () => void }) => {
  const t = useText(text)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => void navigator.clipboard?.writeText(secret.content).then(() => setCopied(true))
  return (
    <div className="tg-once" role="status">
      <h3>{secret.title}</h3>
      <p className="i2">{secret.words}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be reached and selected by keys */}
      <code tabIndex={0}>{secret.content}</code>
      <p className="sm i3">
        {t('onceUntil')} <PortTime at={secret.until} />
      </p>
      <div className="acts">
        <Button type="primary" onClick={copy}>
          <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
        </Button>
        <Button onClick={onDone}>{t('onceDone')}</Button>
      </div>
    </div>
  )
}

type Option = { value: string; label: string }
type ChoicesProps = {
  legend: string
  hint: string
  options: readonly Option[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  error?: string | null | undefined
}

/** Several of a few: all of them in view. */
export const Choices = ({ legend, hint, options, chosen, onChange, error }: ChoicesProps) => {
  const id = useId()
  const wrong = Boolean(error)
  return (
    <fieldset className={wrong ? 'tg-tick wrong' : 'tg-tick'} aria-describedby={`${id}-hint ${id}-error`}>
      <legend>{legend}</legend>
      <small id={`${id}-hint`} className="i3">
        {hint}
      </small>
      <div className="options">
        {options.map(({ value, label }) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            {label}
          </label>
        ))}
      </div>
      <Fault id={`${id}-error`} words={error} />
    </fieldset>
  )
}

const Fault = ({ id, words }: { id: string; words: string | null | undefined }) => {
  const t = useText(text)
  return (
    <p id={id} className="fault" role={words ? 'alert' : undefined}>
      {words && (
        <>
          <b>{t('mistake')}</b> {words}
        </>
      )}
    </p>
  )
}

/** What the server says of a state holds its own remedy; the general one is for refusals without words. */
const spoken = (problem: Problem, locale: Locale): { what: string; remedy?: string } => {
  const words = problemWords(problem, locale)
  return problem.said && problem.code === 'conflict' ? { what: words.what } : words
}

/** Faults of a form: by field, and what belongs to none. */
export const useFaults = (problem: Problem | null, names: readonly string[]) => {
  const locale = useLocale()
  if (problem === null) return { of: {} as Record<string, string>, whole: null }
  const of = faultsByField(problem, names, locale)
  const named = names.some((name) => of[name])
  return { of, whole: named ? null : { ...spoken(problem, locale), ...(of[''] ? { what: of[''] } : {}) } }
}

export const ActFault = ({ problem }: { problem: Problem | null }) => {
  const locale = useLocale()
  return problem === null ? null : <FormFault {...spoken(problem, locale)} />
}
