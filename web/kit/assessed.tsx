import { useText } from './i18n.ts'
import type { AssessedLevel } from './level-words.ts'
import { text } from './text.ts'
import './assessed.css'

const WORDS = ['assessedNothing', 'assessedLow', 'assessedMedium', 'assessedHigh'] as const

/**
 * How an assessment judged: three rising bars and the word. No warning colours: an assessment is not a warning.
 * Unknown (`null`) is a dashed box, so that it never reads as low; `undefined`: not assessed yet.
 */
export const Assessed = ({ level }: { level: AssessedLevel | number | undefined }) => {
  const t = useText(text)
  const word =
    level === undefined
      ? t('assessedNotYet')
      : level === null
        ? t('assessedUnknown')
        : t(WORDS[level] ?? 'assessedUnknown')
  return (
    <span className="tg-assessed">
      <AssessedBars level={level} />
      <span className={level === 3 ? 'st' : undefined}>{word}</span>
    </span>
  )
}

const AssessedBars = ({ level }: { level: AssessedLevel | number | undefined }) => (
  <svg width={17} height={12} viewBox="0 0 17 12" aria-hidden="true">
    {typeof level === 'number' ? (
      [0, 1, 2].map((i) => (
        <rect
          key={i}
          className={i < level ? 'full' : 'hollow'}
          x={i * 6 + 0.5}
          y={7.5 - i * 3.5}
          width={4}
          height={4 + i * 3.5}
        />
      ))
    ) : (
      <rect className="dashed" x={0.5} y={0.5} width={16} height={11} />
    )}
  </svg>
)
