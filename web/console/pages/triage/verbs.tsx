import type { Bilingual } from '../../../../src/base/public.ts'
import { Action, Loaded, useBilingual, useText } from '../../../kit/public.ts'
import type { Act } from '../warnings/use-act.ts'
import { AssignForm, AttachForm, DismissForm, SnoozeForm } from './forms.tsx'
import { text } from './text.ts'
import { type Decision, useDesk, type Verb } from './use-triage.ts'

type Props = {
  /** How many the next decision is about, and whether they were selected one by one. */
  count: number
  chosen: boolean
  form: Verb | null
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  allowed: true | Bilingual
  /** What an undo would take back; null where nothing was done here. */
  last: string | null
  onVerb: (verb: Verb) => void
  onDecide: (decision: Decision) => void
  onCancel: () => void
  onClear: () => void
}

const FORMS = { assign: AssignForm, snooze: SnoozeForm, dismiss: DismissForm, attach: AttachForm } as const

/** The verbs, with the key of each; the form of the chosen one opens in place. In sight while the list scrolls. */
export const VerbBar = (props: Props) => {
  const { count, chosen, form, act, allowed, last, onVerb, onDecide, onCancel, onClear } = props
  const t = useText(text)
  const b = useBilingual()
  const desk = useDesk(form !== null)
  const Form = form === null || form === 'undo' ? null : FORMS[form]
  const verb = (name: Exclude<Verb, 'undo'>, key?: string) => (
    // The reason stands once, before the verbs.
    <Action small allowed={allowed === true || ''} onClick={() => onVerb(name)}>
      {t(name)}
      {key && (
        <span className="key" aria-hidden="true">
          {key}
        </span>
      )}
    </Action>
  )
  return (
    <section className="tg-triage-bar" aria-label={t('verbs')}>
      <div className="line">
        <span className={count === 0 && allowed === true ? 'said hint' : 'said'} role="status">
          {allowed !== true
            ? b(allowed)
            : count === 0
              ? t('chosenNone')
              : chosen
                ? t('chosen', { count })
                : t('chosenOne')}
        </span>
        {chosen && (
          <button type="button" className="plain" onClick={onClear}>
            {t('clear')}
          </button>
        )}
        <span className="verbs">
          {(count > 0 || allowed !== true) && (
            <>
              {verb('assign', 'a')}
              {verb('snooze', 's')}
              {verb('dismiss', 'd')}
              {verb('attach')}
            </>
          )}
          {last !== null && (
            <Action small busy={act.busy && form === null} onClick={() => onVerb('undo')}>
              {t('undoLast', { words: last })}
              <span className="key" aria-hidden="true">
                z
              </span>
            </Action>
          )}
        </span>
      </div>
      {Form && (
        <Loaded query={desk}>
          {(data) => <Form key={form} desk={data} act={act} onDecide={onDecide} onCancel={onCancel} />}
        </Loaded>
      )}
    </section>
  )
}
