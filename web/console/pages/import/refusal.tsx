import { type Problem, problemWords, useLocale, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Refusals whose words name the remedy themselves; the general one would only repeat it. */
const SAYS_REMEDY = new Set(['invalid', 'too_large', 'unsupported', 'forbidden', 'conflict'])

/** Why a file was not taken: what is wrong as a whole, then each column. */
export const Refusal = ({ problem }: { problem: Problem }) => {
  const t = useText(text)
  const locale = useLocale()
  const { what, remedy } = problemWords(problem, locale)
  return (
    <div className="tg-form-fault" role="alert">
      <p>
        <b>{t('error')}</b> {what}
      </p>
      {problem.fields.length > 0 ? (
        <ul className="tg-faults">
          {problem.fields.map((fault) => (
            <li key={`${fault.field} ${fault.en}`}>{fault[locale]}</li>
          ))}
        </ul>
      ) : (
        !(problem.said && SAYS_REMEDY.has(problem.code)) && <p className="i2">{remedy}</p>
      )}
    </div>
  )
}
