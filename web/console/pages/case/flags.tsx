import type { Signal } from '../../../../src/actions/signals/model.ts'
import { Section, useText } from '../../../kit/public.ts'
import { text as signalText } from '../signals/text.ts'
import { flagWords } from '../signals/words.ts'
import { text } from './text.ts'

type Why = Extract<keyof (typeof text)['zh'], `why_${string}`>
const isExplained = (key: string): key is Why => key in text.zh

/** What is odd about it, and what that may mean: nothing of this was a reason to turn it away. */
export const Flags = ({ signal: { flags } }: { signal: Signal }) => {
  const t = useText(text)
  const s = useText(signalText)
  if (flags.length === 0) return null
  return (
    <Section title={t('flags')} finding={t('flagsFinding')}>
      <ul className="tg-list tg-sources">
        {flags.map((flag) => {
          const why = `why_${flag}`
          return (
            <li key={flag}>
              <span className="st">{flagWords([flag], 1, s).join('')}</span>
              {isExplained(why) && <small className="i2">{t(why)}</small>}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
