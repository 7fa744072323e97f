import { formatNumber, useText } from './i18n.ts'
import { useLocale } from './locale.ts'
import { type Band, type Series, sparkPaths, usualPosition } from './spark-geometry.ts'
import { text } from './text.ts'

type SparkProps = { values: Series; band?: Band | null; width?: number; height?: number; label?: string }

/** A small line with the band of a usual day behind it and a dot at the present. Gaps stay gaps. */
export const Spark = ({ values, band = null, width = 112, height = 44, label }: SparkProps) => {
  const t = useText(text)
  const locale = useLocale()
  const paths = sparkPaths(values, band, { width, height })
  const last = values.at(-1)
  const reading = t('sparkReading', {
    value: last === null || last === undefined ? t('unknown') : formatNumber(last, locale),
  })
  return (
    <svg width={width} height={height} role="img" aria-label={label ? `${label} · ${reading}` : reading}>
      {paths.band && <path d={paths.band} fill="var(--usual)" />}
      <path d={`M0 ${paths.zeroY}H${width}`} stroke="var(--line)" />
      <path d={paths.line} fill="none" stroke="var(--series)" strokeWidth="1.5" strokeLinejoin="round" />
      {paths.end && <circle cx={paths.end.x} cy={paths.end.y} r="2.5" fill="var(--series)" />}
    </svg>
  )
}

type UsualProps = {
  /** Today divided by the usual; null when nothing usual is known. */
  times: number | null
  /** 10th to 90th percentile of the same hour, as multiples of usual. */
  low: number | null
  high: number | null
  width?: number
  /** Whether it counts as different, where somebody else decides that; else by the band alone. */
  outside?: boolean
}

/** A dot on a log axis of "times usual", the usual range as a band: filled when outside, hollow when inside. */
export const UsualRange = ({ times, low, high, width = 96, outside: told }: UsualProps) => {
  const t = useText(text)
  const band = low !== null && high !== null
  if (times === null || !band)
    return (
      <svg width={width} height="24" role="img" aria-label={t('unknown')}>
        <path d={`M${usualPosition(1) * width} 0V24`} stroke="var(--line)" />
        <path d={`M8 12H${width - 8}`} stroke="var(--line-strong)" strokeDasharray="2 2" />
      </svg>
    )
  const outside = told ?? (times < low || times > high)
  const from = usualPosition(low) * width
  return (
    <svg width={width} height="24" role="img" aria-label={t('timesUsual', { times: times.toFixed(1) })}>
      <path d={`M${usualPosition(1) * width} 0V24`} stroke="var(--line)" />
      <rect x={from} y="8" width={usualPosition(high) * width - from} height="8" fill="var(--usual)" />
      {outside ? (
        <circle cx={usualPosition(times) * width} cy="12" r="3.5" fill="var(--series)" />
      ) : (
        <circle
          cx={usualPosition(times) * width}
          cy="12"
          r="3"
          fill="var(--bg)"
          stroke="var(--ink-3)"
          strokeWidth="1.5"
        />
      )}
    </svg>
  )
}
