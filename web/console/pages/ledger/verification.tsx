import type { VerificationView } from '../../../../src/app/ledger/model.ts'
import {
  Action,
  CopyableId,
  ErrorState,
  FormFault,
  formatNumber,
  PortTime,
  problemWords,
  Section,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { useRight, useSession } from '../../api/public.ts'
import { byKind, countOf, meaningOf, tableName, type VerificationResult, whereWords } from './faults.ts'
import { text } from './text.ts'
import { useSeconds, useVerification } from './use-ledger.ts'

/** Start a verification, see that it goes on, read what was recomputed. The last result stays until a new one is there. */
export const Verification = () => {
  const t = useText(text)
  const locale = useLocale()
  const right = useRight('ledger.verify')
  const { query, earlier, problem, start } = useVerification()
  const view = query.data
  const running = view?.state === 'running'
  const [last, ...before] = earlier
  return (
    <Section title={t('verify')} finding={last?.result && <Verdict result={last.result} />}>
      <div className="tg-verify">
        <p className="i2">{t('verifyWords')}</p>
        {!running && (
          <Action allowed={right} primary reasonAt="below" onClick={() => void start()}>
            {t(last ? 'again' : 'start')}
          </Action>
        )}
        {problem && <FormFault {...problemWords(problem, locale)} />}
        {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {running && <Running view={view} />}
        {view?.state === 'failed' && <FormFault what={t('failed')} remedy={view.failure || t('failedRemedy')} />}
        {view?.state === 'none' && !last && <p className="sm i3">{t('none')}</p>}
        {last && <Result view={last} />}
        {before.length > 0 && (
          <>
            <h3>{t('earlier')}</h3>
            <ul className="tg-earlier">
              {before.map((one) => (
                <li key={one.endedAt} className="one">
                  <PortTime at={one.endedAt} />
                  {one.result && <Verdict result={one.result} />}
                  <span className="i3">{t('entriesCount', { count: one.result?.size ?? 0 })}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Section>
  )
}

const Verdict = ({ result }: { result: VerificationResult }) => {
  const t = useText(text)
  return <span className={result.ok ? '' : 'st'}>{result.ok ? t('ok') : t('notOk', { count: countOf(result) })}</span>
}

const Running = ({ view }: { view: VerificationView }) => {
  const t = useText(text)
  const { data } = useSession()
  const seconds = useSeconds(view.startedAt, data?.offsetMs ?? 0, true)
  return (
    <div>
      <p role="status">{t('running', { seconds })}</p>
      <div className="tg-at-work" aria-hidden="true" />
      <p className="sm i3">{t('runningHint')}</p>
    </div>
  )
}

const Result = ({ view }: { view: VerificationView }) => {
  const t = useText(text)
  const locale = useLocale()
  const { result } = view
  if (result === null) return null
  const tables = Object.entries(result.tables).filter(([, count]) => count > 0)
  const { size, openings, signedSize, erased, rows } = result
  return (
    <div className="tg-result">
      {!result.ok && <Faults result={result} />}
      <p role="status">
        {result.ok ? t('recomputed', { size, openings, signed: signedSize }) : t('recomputedNotOk', { size, openings })}
      </p>
      {erased > 0 && <p>{t('erasedSome', { count: erased })}</p>}
      {rows === 0 ? <p>{t('comparedNone')}</p> : <p>{t('compared', { rows, tables: tables.length })}</p>}
      {tables.length > 0 && (
        <dl className="tg-tables">
          {tables.map(([table, count]) => (
            <div key={table}>
              <dt>{tableName(table, locale)}</dt>
              <dd>{formatNumber(count, locale)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="sm i3">
        {t('endedAt')} <PortTime at={view.endedAt} />
        {t('comma')}
        {t('took', { seconds: Math.round(result.seconds * 10) / 10 })}
        {t('comma')}
        {t('resultRoot')} <CopyableId id={result.root} name={t('resultRoot')} />
      </p>
    </div>
  )
}

/** Each by its meaning, then where; ink and weight, no colour. */
const Faults = ({ result }: { result: VerificationResult }) => {
  const t = useText(text)
  const locale = useLocale()
  return (
    <ul className="tg-faults">
      {byKind(result).map(({ kind, count, faults }) => (
        <li key={kind} className="kind">
          <p>
            <b>{faults[0] && meaningOf(faults[0], locale)}</b> {formatNumber(count, locale)}
          </p>
          <ul className="places">
            {faults.map((fault) => (
              <li key={`${fault.where} ${fault.seq}`}>
                {whereWords(fault.where, locale)}
                {fault.seq !== undefined && <span className="i3"> {t('entryNo', { no: fault.seq })}</span>}
              </li>
            ))}
          </ul>
          {count > faults.length && <p className="sm i3">{t('more', { count, listed: faults.length })}</p>}
        </li>
      ))}
    </ul>
  )
}
