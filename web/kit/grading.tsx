import { useText } from './i18n.ts'
import { text } from './text.ts'

const RELIABILITY = /^[A-F]$/
const CREDIBILITY = /^[1-6]$/

type GradeProps = {
  /** A to F. */
  reliability: string | null | undefined
  /** 1 to 6. */
  credibility: string | number | null | undefined
  /** With "可靠 · 很可能" beside the code. */
  words?: boolean
}

/** How far a source is trusted (A–F) and how likely the content is (1–6). Without a grade it says so. */
export const SourceGrade = ({ reliability, credibility, words = false }: GradeProps) => {
  const t = useText(text)
  const letter = String(reliability ?? '')
  const digit = String(credibility ?? '')
  if (!RELIABILITY.test(letter) && !CREDIBILITY.test(digit)) return <span className="i3">{t('ungraded')}</span>
  const meaning = [
    RELIABILITY.test(letter) && t(`reliability${letter as 'A'}`),
    CREDIBILITY.test(digit) && t(`credibility${digit as '1'}`),
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <span className="tg-grade" title={meaning}>
      <span className={words ? 'st' : undefined}>{`${letter}${digit}`}</span>
      {words ? <small className="i3">{meaning}</small> : <span className="for-readers">{meaning}</span>}
    </span>
  )
}

export type SeenRow = {
  id: string
  name: string
  /** Quarters of the record, 0 to 4. */
  share: number
  /** At least this share; how much of the rest is not known here. Its squares are dashed. */
  atLeast?: boolean
  words?: string
}

/** Who may see this record: four squares and words per agency. */
export const Seen = ({ rows }: { rows: readonly SeenRow[] }) => {
  const t = useText(text)
  return (
    <ul className="tg-seen">
      {rows.map((row) => (
        <li key={row.id}>
          <span className="ell" title={row.name}>
            {row.name}
          </span>
          <span className="tg-quarters" aria-hidden="true">
            {[0, 1, 2, 3].map((i) => (
              <i key={i} className={i < row.share ? 'f' : row.atLeast ? 'unknown' : undefined} />
            ))}
          </span>
          <span className="i2 ell">
            {row.words ??
              (row.share >= 4
                ? t('seesAll')
                : row.share <= 0
                  ? t('seesNothing')
                  : t('seesShare', { count: row.share }))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A field that exists but that I may not see: hatched, never empty, with the reason. */
export const Hidden = ({ why }: { why: string }) => (
  <span className="tg-hidden">
    <i aria-hidden="true" />
    <small className="i3">{why}</small>
  </span>
)

/** Have and need: filled squares, hollow for what is missing, and the words. */
export const Gap = ({ have, need, name }: { have: number; need: number; name: string }) => {
  const t = useText(text)
  const missing = Math.max(0, need - have)
  const words = missing > 0 ? t('haveNeedShort', { have, need, missing }) : t('haveNeed', { have, need })
  const cells = Math.min(24, Math.max(1, need))
  const filled = need === 0 ? cells : Math.min(cells, Math.round((have / need) * cells))
  return (
    <div className="tg-gap">
      <span className="ell">{name}</span>
      <span className="tg-have" aria-hidden="true">
        {Array.from({ length: cells }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: squares have no identity but their place
          <i key={i} className={i < filled ? undefined : 'g'} />
        ))}
      </span>
      <span className={missing > 0 ? 'r st nw' : 'r i3 nw'}>{words}</span>
    </div>
  )
}
