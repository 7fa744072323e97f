import type { ImportReject, ImportRun } from '../../../../src/actions/signals/model.ts'
import { formatNumber, Loaded, Section, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { apiUrl } from '../../api/public.ts'
import { text } from './text.ts'
import { useRejects } from './use-imports.ts'

/** Every refused row: which row, which column, what is wrong and how to mend it, as it came. */
export const Rejects = ({ run }: { run: ImportRun }) => {
  const t = useText(text)
  const rejects = useRejects(run.id)
  return (
    <Section
      title={t('rejects')}
      finding={t('rejectsFinding', { count: run.rejected })}
      end={
        <a href={apiUrl(`/imports/${encodeURIComponent(run.id)}/rejects.csv`)} download="">
          {t('download')}
        </a>
      }
    >
      <Loaded query={rejects}>
        {(rows) => <RejectTable rows={rows} onMore={rejects.onMore} loadingMore={rejects.loadingMore} />}
      </Loaded>
    </Section>
  )
}

type TableProps = { rows: readonly ImportReject[]; onMore: (() => void) | undefined; loadingMore: boolean }

const RejectTable = ({ rows, onMore, loadingMore }: TableProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  return (
    <>
      <table className="tg-rejects" aria-label={t('rejects')}>
        <thead>
          <tr>
            <th scope="col" className="r">
              {t('row')}
            </th>
            <th scope="col">{t('field')}</th>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('line')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((reject, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one row can be wrong twice in one column; the list only grows
            <tr key={i}>
              <th scope="row" className="r">
                <span className="label">{t('row')} </span>
                {formatNumber(reject.row, locale)}
              </th>
              <td className="field">{reject.field === 'row' ? t('wholeRow') : reject.field}</td>
              <td>{b(reject.message)}</td>
              <td className="line i3" title={reject.line}>
                {reject.line}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {onMore && (
        <button type="button" className="tg-more" onClick={onMore} disabled={loadingMore}>
          {loadingMore ? t('loading') : t('more')}
        </button>
      )}
    </>
  )
}
