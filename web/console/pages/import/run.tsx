import { useId } from 'react'
import { Link } from 'react-router'
import type { ImportRun } from '../../../../src/actions/signals/model.ts'
import {
  duration,
  ErrorState,
  FormFault,
  formatNumber,
  Loading,
  PortTime,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { Rejects } from './rejects.tsx'
import { sizeWords } from './size.ts'
import { text } from './text.ts'
import { Progress } from './upload-form.tsx'
import { isOver, useRun } from './use-imports.ts'

export const useStatusWords = (): ((run: Pick<ImportRun, 'status' | 'rejected'>) => string) => {
  const t = useText(text)
  return ({ status, rejected }) => t(status === 'done' && rejected > 0 ? 'doneWithRejects' : status)
}

/** One run: how far it is, what became of its rows, and each row that was refused. */
export const Run = ({ id }: { id: string }) => {
  const query = useRun(id)
  if (query.data === undefined)
    return query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />
  return <RunWords run={query.data} />
}

const RunWords = ({ run }: { run: ImportRun }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const id = useId()
  const words = useStatusWords()
  const share = run.status === 'done' ? 1 : run.rowsTotal ? run.rowsRead / run.rowsTotal : null
  const nothing = run.status === 'failed' && run.rowsRead === 0
  const took = run.endedAt === null ? null : new Date(run.endedAt).getTime() - new Date(run.startedAt).getTime()
  return (
    <section aria-labelledby={id}>
      <div className="tg-run">
        <div className="line">
          <h2 id={id} className="ell" title={run.fileName}>
            {run.fileName}
          </h2>
          <span className={run.status === 'failed' ? 'st nw' : 'i2 nw'} role="status">
            {words(run)}
          </span>
        </div>
        <p className="facts">
          {run.source && <span>{b(run.source)}</span>}
          <span>{sizeWords(run.bytes, t)}</span>
          {run.encoding === 'xlsx' ? (
            <span>{t('xlsx')}</span>
          ) : (
            run.encoding !== '' && <span>{t('encoding', { name: run.encoding.toUpperCase() })}</span>
          )}
          {run.sheet !== null && <span>{t('runSheet', { name: run.sheet })}</span>}
          {run.mappingVersion !== null && <span>{t('runMapping', { version: run.mappingVersion })}</span>}
          <span>{t('by', { name: b(run.by) })}</span>
          <span>
            {t('startedAt')} <PortTime at={run.startedAt} />
          </span>
          {took !== null && (
            <span>
              {took < 100_000
                ? t('tookSeconds', { count: Math.ceil(took / 1000) })
                : t('took', { duration: duration(took, locale) })}
            </span>
          )}
        </p>
        {run.failure && (
          <FormFault what={b(run.failure)} remedy={t(run.rowsRead === 0 ? 'failedWhole' : 'failedPartly')} />
        )}
        {run.notices.length > 0 && (
          <ul className="notices">
            {run.notices.map((notice) => (
              <li key={notice.en}>{b(notice)}</li>
            ))}
          </ul>
        )}
        {!nothing && (
          <div className="how-far">
            <Progress share={share} label={t('progress')} />
            <span className="i2 nw">
              {run.rowsTotal === null
                ? run.rowsRead > 0
                  ? t('rowsRead', { read: run.rowsRead })
                  : t('counting')
                : t('rowsOf', { read: run.rowsRead, total: run.rowsTotal })}
            </span>
          </div>
        )}
        {!nothing && (
          <dl className="tg-became">
            <Became name={t('accepted')} words={t('acceptedWords')} count={run.accepted} />
            <Became name={t('repeated')} words={t('repeatedWords')} count={run.repeated} />
            <Became name={t('corrected')} words={t('correctedWords')} count={run.corrected} />
            <Became name={t('rejected')} words={t('rejectedWords')} count={run.rejected} strong={run.rejected > 0} />
          </dl>
        )}
        {run.source && run.accepted + run.corrected > 0 && (
          <Link to={`/signals?${new URLSearchParams({ needs: 'all', source: run.source.id })}`}>
            {t('openSignals')}
          </Link>
        )}
      </div>
      {isOver(run) && run.rejected > 0 && <Rejects run={run} />}
    </section>
  )
}

const Became = (props: { name: string; words: string; count: number; strong?: boolean }) => {
  const locale = useLocale()
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className={props.strong ? 'count st' : 'count'}>{formatNumber(props.count, locale)}</dd>
      <dd className="words">{props.words}</dd>
    </div>
  )
}
