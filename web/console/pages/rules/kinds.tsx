import { Link } from 'react-router'
import type { KindRow, Version } from '../../../../src/actions/rules/model.ts'
import { PortTime, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** One line for each kind: what judges, since when, how much, and what is being worked on. */
export const Kinds = ({ rows }: { rows: readonly KindRow[] }) => {
  const t = useText(text)
  return (
    <table className="tg-rules-kinds" data-list="">
      <thead>
        <tr>
          <th scope="col">{t('kind')}</th>
          <th scope="col">{t('version')}</th>
          <th scope="col">{t('since')}</th>
          <th scope="col" className="r">
            {t('rules')}
          </th>
          <th scope="col" className="r">
            {t('risks')}
          </th>
          <th scope="col">{t('open')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <KindLine key={row.kind.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}

const KindLine = ({ row: { kind, current, next, open, risks } }: { row: KindRow }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <tr>
      <th scope="row">
        {current ? (
          <Link to={`/rules/${current.id}`} data-row="">
            {b(kind)}
          </Link>
        ) : (
          b(kind)
        )}
      </th>
      <td>{current ? t('versionNo', { version: current.version }) : t('nothingInForce')}</td>
      <td>
        <Since version={current} />
        {next?.effectiveFrom && (
          <small className="i3">
            <Link to={`/rules/${next.id}`}>{t('startsAt', { version: next.version })}</Link>{' '}
            <PortTime at={next.effectiveFrom} />
          </small>
        )}
      </td>
      <td className="r">{current ? t('rulesCount', { count: current.rules }) : '–'}</td>
      <td className="r">{current ? t('risksCount', { count: risks }) : '–'}</td>
      <td className={open.length === 0 ? 'none' : undefined}>
        {open.length === 0 ? (
          <span className="i3">{t('openNone')}</span>
        ) : (
          open.map((one) => <OpenVersion key={one.id} version={one} />)
        )}
      </td>
    </tr>
  )
}

const Since = ({ version }: { version: Version | null }) => {
  const t = useText(text)
  if (!version?.effectiveFrom) return <span className="i3">–</span>
  // What came with the platform has no day on which it began here.
  return version.author === null ? (
    <span className="i3">{t('sinceEver')}</span>
  ) : (
    <PortTime at={version.effectiveFrom} />
  )
}

const OpenVersion = ({ version }: { version: Version }) => {
  const t = useText(text)
  const b = useBilingual()
  const who = version.author?.officer ?? version.author?.agency
  return (
    <span className="open">
      <Link to={`/rules/${version.id}`} className={version.phase === 'proposed' ? 'st' : undefined}>
        {t('versionNo', { version: version.version })} {t(`phase_${version.phase}`)}
      </Link>
      {who && <small className="i3">{b(who)}</small>}
    </span>
  )
}
