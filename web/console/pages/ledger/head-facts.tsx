import type { ReactNode } from 'react'
import type { LedgerHeadView } from '../../../../src/app/ledger/model.ts'
import { CopyableId, formatNumber, RelativeTime, Section, useLocale, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Silent for longer, the signer does not run. Judgement, not validated. */
export const SILENT_SECONDS = 10

/** Size, newest checkpoint, what waits, and what one needs to check it without us. */
export const HeadFacts = ({ head }: { head: LedgerHeadView }) => {
  const t = useText(text)
  const locale = useLocale()
  const waits = head.size - (head.signedSize ?? 0)
  const silent = head.silentMs === null ? null : Math.floor(head.silentMs / 1_000)
  return (
    <Section title={t('checkpoint')}>
      <dl className="tg-facts">
        <Fact name={t('size')}>{formatNumber(head.size, locale)}</Fact>
        <Fact name={t('signed')}>
          {head.signedAt === null ? (
            t('neverSigned')
          ) : (
            <>
              <RelativeTime at={head.signedAt} />{' '}
              {head.signedSize !== null && <small className="i3">{t('signedSize', { count: head.signedSize })}</small>}
            </>
          )}
        </Fact>
        <Fact name={t('waiting')}>
          {waits <= 0
            ? t('waitingNone')
            : head.lagMs < 1_000
              ? t('waitingNow', { count: waits })
              : t('waitingSome', { count: waits, seconds: Math.round(head.lagMs / 1_000) })}
        </Fact>
        <Fact name={t('signer')}>
          {head.stopped !== null ? (
            <span className="st">
              {t('stopped')}
              <code className="tg-code">{head.stopped}</code>
            </span>
          ) : silent === null ? (
            <span className="st">{t('signerNever')}</span>
          ) : silent > SILENT_SECONDS ? (
            <span className="st">{t('silent', { seconds: silent })}</span>
          ) : (
            t('signerRuns')
          )}
        </Fact>
        <Fact name={t('root')}>
          <CopyableId id={head.root} name={t('root')} full />
        </Fact>
        <Fact name={t('origin')}>
          <CopyableId id={head.origin} name={t('origin')} full />
        </Fact>
        <Fact name={t('vkey')}>
          <CopyableId id={head.vkey} name={t('vkey')} full />
          <small className="i3">{t('vkeyHint')}</small>
        </Fact>
      </dl>
    </Section>
  )
}

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
