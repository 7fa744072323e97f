import { Link } from 'react-router'
import type { Judged, Preview, PreviewRow, Table } from '../../../../src/actions/rules/model.ts'
import {
  Assessed,
  EmptyState,
  Loaded,
  PortTime,
  Section,
  Segments,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { text } from './text.ts'
import { usePreview } from './use-rules.ts'

const NUMBERS = ['100', '500', '1000', '5000'] as const

/** What the version would have done to past signals: how many change, which, and why. */
export const Trial = ({ table }: { table: Table }) => {
  const t = useText(text)
  const [signals] = useAddress('signals', NUMBERS[0])
  const asked = NUMBERS.find((one) => one === signals) ?? NUMBERS[0]
  const preview = usePreview(table.id, table.edit, Number(asked))
  return (
    <Section
      title={t('previewTitle')}
      finding={preview.data && <Finding preview={preview.data} />}
      end={
        <Segments
          name="signals"
          label={t('previewCount')}
          options={NUMBERS.map((value) => ({ value, label: value }))}
        />
      }
    >
      <Loaded query={preview}>{(data) => <Shown preview={data} />}</Loaded>
    </Section>
  )
}

const changed = (preview: Preview): number => preview.up + preview.down + preview.becameUnknown + preview.becameKnown

const Finding = ({ preview }: { preview: Preview }) => {
  const t = useText(text)
  return <>{preview.looked === 0 ? '' : t('previewFinding', { count: changed(preview) })}</>
}

const Shown = ({ preview }: { preview: Preview }) => {
  const t = useText(text)
  const { needsPerson } = preview
  const counts = [
    ['up', preview.up],
    ['down', preview.down],
    ['becameUnknown', preview.becameUnknown],
    ['becameKnown', preview.becameKnown],
    ['otherReasons', preview.otherReasons],
  ] as const
  return (
    <>
      <p className="tg-rules-words i2">
        {preview.version === preview.against
          ? t('previewSelf')
          : t('previewWhat', { version: preview.version, against: preview.against })}
        {preview.oldest && (
          <small className="i3">
            {t('previewLooked', { count: preview.looked })}
            <PortTime at={preview.oldest} />
          </small>
        )}
        {preview.withoutParts > 0 && <small className="i3">{t('withoutParts', { count: preview.withoutParts })}</small>}
      </p>
      {preview.looked === 0 ? (
        <EmptyState>{t('previewNone')}</EmptyState>
      ) : (
        <>
          <dl className="tg-rules-counts">
            {counts.map(([name, count]) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd className={count > 0 ? 'st' : 'i3'}>{count}</dd>
              </div>
            ))}
            <div>
              <dt>{t('needs')}</dt>
              <dd className={needsPerson.before === needsPerson.after ? 'i3' : 'st'}>
                {`${needsPerson.before} → ${needsPerson.after}`}
              </dd>
            </div>
          </dl>
          {preview.rows.length === 0 ? (
            <EmptyState>{t('previewSame')}</EmptyState>
          ) : (
            <table className="tg-trial" data-list="">
              <tbody>
                {preview.rows.map((row) => (
                  <TrialLine key={row.signal.id} row={row} />
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </>
  )
}

const TrialLine = ({ row }: { row: PreviewRow }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <tr>
      <td className={row.direction === 'reasons' ? 'i3' : 'st'}>{t(`direction_${row.direction}`)}</td>
      <th scope="row">
        <Link to={`/signals/${row.signal.id}`} data-row="">
          {b(row.signal)}
        </Link>
        <small className="i3">
          <PortTime at={row.receivedAt} />
        </small>
      </th>
      <td>
        <Result name={t('before')} judged={row.before} />
      </td>
      <td>
        <Result name={t('after')} judged={row.after} />
      </td>
    </tr>
  )
}

const Result = ({ name, judged }: { name: string; judged: Judged }) => {
  const t = useText(text)
  const b = useBilingual()
  const [first, ...rest] = judged.reasons
  const sum = judged.reasons.reduce((all, one) => all + one.points, 0)
  return (
    <>
      <span className="result">
        <small className="i3">{name}</small> <Assessed level={judged.level} />{' '}
        <span className="i2 nw">{t('pointsOf', { points: sum })}</span>
      </span>
      <small className="i2" title={judged.reasons.map((one) => `${b(one)} ${one.points}`).join('\n')}>
        {first ? `${b(first)}${rest.length > 0 ? t('reasonsMore', { count: rest.length }) : ''}` : t('noReasons')}
      </small>
    </>
  )
}
