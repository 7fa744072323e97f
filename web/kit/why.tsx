import type { CSSProperties } from 'react'
import { useText } from './i18n.ts'
import { text } from './text.ts'
import { plotWhy, type WhyRow } from './why-geometry.ts'

type Props = {
  rows: readonly WhyRow[]
  /** Where the sum begins: the base rate. Its row is yours to add to `rows` only if it should be named. */
  base?: number
  baseLabel?: string
  /** A line where something is proposed: "建议查验 ≥ 50". */
  threshold?: { value: number; label: string } | undefined
  /** Interval of the total, in the unit of the amounts. */
  interval?: { low: number; high: number } | undefined
  /** Behind the total: "%", "分". */
  unit?: string
  totalLabel?: string
  /** Word for the label column's head, for screen readers. */
  caption: string
}

const share = (value: number) => `${(value * 100).toFixed(2)}%`
const number = (value: number, digits: number) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** Contributions that sum to the score: a table with a waterfall in it. What is unknown is dashed and adds nothing. */
export const Why = ({ rows, base = 0, baseLabel, threshold, interval, unit = '', totalLabel, caption }: Props) => {
  const t = useText(text)
  const marks = [threshold?.value, interval?.low, interval?.high].filter((mark) => mark !== undefined)
  const { bars, ticks, total, place } = plotWhy(rows, base, marks)
  const sum = rows.reduce((all, row) => all + (row.amount ?? 0), base)
  // One precision for the column, so that the points stand under each other.
  const digits = [base, ...rows.map((row) => row.amount ?? 0)].every(Number.isInteger) ? 0 : 1
  const plain = (value: number) => number(value, digits)
  const signed = (value: number, places = digits) => `${value < 0 ? '\u2212' : '+'}${number(Math.abs(value), places)}`
  const graded = rows.some((row) => row.grade !== undefined)
  const grid = ticks.map((tick) => <u key={tick.value} style={{ left: share(tick.at) }} aria-hidden="true" />)
  const line = threshold && <em style={{ left: share(place(threshold.value)) }} aria-hidden="true" />
  return (
    <table className={graded ? 'tg-why graded' : 'tg-why'}>
      <caption className="for-readers">{caption}</caption>
      {/* Widths stand here, since a head that is only for readers gives none. */}
      <colgroup>
        <col className="label" />
        <col className="plot" />
        <col className="amount" />
        {graded && <col className="grade" />}
      </colgroup>
      <thead className={threshold ? undefined : 'for-readers'}>
        <tr>
          <th scope="col" className="label">
            <span className="for-readers">{t('whyFactor')}</span>
          </th>
          <td className="plot" aria-hidden={!threshold}>
            {threshold && (
              <small className="mark" style={{ '--at': share(place(threshold.value)) } as CSSProperties}>
                {threshold.label}
              </small>
            )}
          </td>
          <th scope="col" className="amount">
            <span className="for-readers">{t('whyAmount')}</span>
          </th>
          {graded && (
            <th scope="col" className="grade">
              <span className="for-readers">{t('whyGrade')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {baseLabel !== undefined && (
          <tr>
            <th scope="row" className="label">
              {baseLabel}
            </th>
            <td className="plot">
              {grid}
              {line}
              <i className="base" style={{ left: share(place(0)), width: share(place(base) - place(0)) }} />
            </td>
            <td className="amount">{plain(base)}</td>
            {graded && <td className="grade" />}
          </tr>
        )}
        {rows.map((row, i) => {
          const bar = bars[i]
          const unknown = row.amount === null
          return (
            <tr key={row.id} className={unknown ? 'unknown' : undefined}>
              <th scope="row" className="label">
                {row.label}
                {row.detail && <small>{row.detail}</small>}
              </th>
              <td className="plot">
                {grid}
                {line}
                {bar && <s style={{ left: share(bar.end) }} aria-hidden="true" />}
                {bar && (
                  <i
                    className={bar.kind}
                    style={{ left: share(bar.from), width: share(Math.max(0, bar.to - bar.from)) }}
                  />
                )}
              </td>
              <td className="amount">
                {row.amount !== null
                  ? signed(row.amount)
                  : row.low !== undefined && row.high !== undefined
                    ? t('whyRange', { low: signed(row.low, 0), high: signed(row.high, 0) })
                    : t('unknown')}
              </td>
              {graded && <td className="grade">{row.grade ?? (unknown ? t('unknown') : '')}</td>}
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="label">
            {totalLabel ?? t('total')}
          </th>
          <td className="plot">
            {grid}
            {line}
            <i className="total" style={{ left: share(total.from), width: share(total.to - total.from) }} />
            {interval && (
              <b
                style={{
                  left: share(place(interval.low)),
                  width: share(place(interval.high) - place(interval.low)),
                }}
              />
            )}
          </td>
          <td className="amount st">{`${plain(sum)}${unit}`}</td>
          {graded && <td className="grade" />}
        </tr>
        <tr className="axis">
          <td className="label" />
          <td className="plot">
            {ticks.map((tick) => (
              <small key={tick.value} aria-hidden="true" style={{ left: share(tick.at) }}>
                {number(tick.value, Number.isInteger(tick.value) ? 0 : 1)}
              </small>
            ))}
          </td>
          <td className="amount" />
          {graded && <td className="grade" />}
        </tr>
      </tfoot>
    </table>
  )
}
