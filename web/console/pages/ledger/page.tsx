import type { ReactNode } from 'react'
import type { Bilingual } from '../../../../src/base/public.ts'
import {
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Loading,
  Page,
  PortTime,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Entries } from './entries.tsx'
import { HeadFacts, SILENT_SECONDS } from './head-facts.tsx'
import { Proof } from './proof.tsx'
import { text } from './text.ts'
import { useActFilter, useOpenEntry } from './use-filter.ts'
import { useEntries, useHead } from './use-ledger.ts'
import { Verification } from './verification.tsx'
import './ledger.css'

/** Auditor: who did and saw what, and can I prove it? Everybody else sees how far the record reaches. */
const Ledger = () => {
  const t = useText(text)
  const b = useBilingual()
  const read = useRight('ledger.read')
  const verify = useRight('ledger.verify')
  if (read !== true)
    return (
      <Page title={t('title')}>
        <EmptyState>{b(read)}</EmptyState>
      </Page>
    )
  return verify === true ? <ForAuditor /> : <HeadOnly why={verify} />
}

export default Ledger

const ForAuditor = () => {
  const [act] = useActFilter()
  const entries = useEntries(act)
  const open = useOpenEntry()
  // The server decides who reads entries; the page follows.
  if (entries.error?.code === 'forbidden') return <HeadOnly why={entries.error.said} />
  return (
    <Frame open={open !== undefined}>
      <Columns template="minmax(300px, 372fr) minmax(420px, 540fr) minmax(320px, 376fr)">
        <Column>
          <div>
            <Verification />
            <Head />
          </div>
        </Column>
        <Column>
          <Entries entries={entries} />
        </Column>
        <Column>
          <Proof />
        </Column>
      </Columns>
    </Frame>
  )
}

const HeadOnly = ({ why }: { why: Bilingual | null }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Frame>
      <div className="tg-ledger-words">
        <p>{t('whatItIs')}</p>
        <p className="i2">
          {why === null ? t('forAuditors') : t('sentences', { first: t('forAuditors'), second: b(why) })}
        </p>
      </div>
      <div className="tg-ledger-alone">
        <Head />
      </div>
    </Frame>
  )
}

const Frame = ({ children, open = false }: { children: ReactNode; open?: boolean }) => {
  const t = useText(text)
  return (
    <div className={open ? 'tg-ledger open' : 'tg-ledger'}>
      <Page title={t('title')} finding={<Finding />}>
        {children}
      </Page>
    </div>
  )
}

/** Size, and how far it is signed; what is wrong with signing stands first. */
const Finding = () => {
  const t = useText(text)
  const { data } = useHead()
  if (!data) return null
  const silent = data.silentMs === null ? 0 : Math.floor(data.silentMs / 1_000)
  if (data.stopped !== null) return <span className="st">{t('stopped')}</span>
  if (silent > SILENT_SECONDS) return <span className="st">{t('silent', { seconds: silent })}</span>
  return (
    <>
      {t('entriesCount', { count: data.size })}
      {t('comma')}
      {data.signedAt === null ? (
        t('neverSigned')
      ) : (
        <>
          {t('lastSigned')} <PortTime at={data.signedAt} />
        </>
      )}
    </>
  )
}

const Head = () => {
  const head = useHead()
  if (head.data === undefined)
    return head.error ? <ErrorState error={head.error} onRetry={() => void head.refetch()} /> : <Loading />
  return <HeadFacts head={head.data} />
}
