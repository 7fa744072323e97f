import { LEVEL_SHAPES, levelWord, type WarningLevel } from './level-words.ts'
import { useLocale } from './locale.ts'

type Props = { level: WarningLevel /** One-character word, for narrow columns. */; short?: boolean; size?: number }

/** A warning level: shape and word, always both. Nothing but a warning may use it. */
export const Level = ({ level, short = false, size = 14 }: Props) => {
  const locale = useLocale()
  return (
    <span className="tg-level">
      <LevelShape level={level} size={size} />
      <span>{levelWord(level, locale, short)}</span>
    </span>
  )
}

/** The shape alone, only beside a text that already says the level. */
export const LevelShape = ({ level, size = 14 }: { level: WarningLevel; size?: number }) => (
  <svg className="tg-level-shape" width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
    <path
      d={LEVEL_SHAPES[level]}
      fill={`var(--warn-${level})`}
      stroke={`var(--edge-${level})`}
      strokeLinejoin="round"
    />
  </svg>
)
