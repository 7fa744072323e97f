import { Input } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { LedgerProofView } from '../../../../src/app/ledger/model.ts'
import { Action, CopyableId, EmptyState, ErrorState, Field, Loading, Section, useText } from '../../../kit/public.ts'
import { Fact } from './head-facts.tsx'
import { text } from './text.ts'
import { entryNumber, useEntryAddress, useOpenEntry } from './use-filter.ts'
import { useProof } from './use-ledger.ts'

/** A proof of one entry that can be taken away, and how to check it without us. */
export const Proof = () => {
  const t = useText(text)
  const seq = useOpenEntry()
  const address = useEntryAddress()
  return (
    <Section
      title={seq === undefined ? t('proof') : t('proofOf', { no: seq })}
      end={
        seq !== undefined && (
          <Link to={address(undefined)} preventScrollReset>
            {t('close')}
          </Link>
        )
      }
    >
      {seq === undefined ? <p className="tg-ledger-hint i2">{t('proofPick')}</p> : <OneProof key={seq} seq={seq} />}
      <Ask />
    </Section>
  )
}

const Ask = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const address = useEntryAddress()
  const [words, setWords] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const seq = entryNumber(words)
    setWrong(seq === undefined)
    if (seq !== undefined) void navigate(address(seq))
  }
  return (
    <form className="tg-ask" noValidate onSubmit={submit}>
      <Field label={t('proofNo')} error={wrong ? t('proofNoWrong') : null}>
        <Input inputMode="numeric" maxLength={20} value={words} onChange={(event) => setWords(event.target.value)} />
      </Field>
      <Action submit>{t('prove')}</Action>
    </form>
  )
}

const OneProof = ({ seq }: { seq: number }) => {
  const t = useText(text)
  const proof = useProof(seq)
  if (proof.data) return <Shown proof={proof.data} />
  if (proof.error?.code === 'not_found') return <EmptyState>{t('proofNotYet')}</EmptyState>
  return proof.error ? <ErrorState error={proof.error} onRetry={() => void proof.refetch()} /> : <Loading />
}

const Shown = ({ proof }: { proof: LedgerProofView }) => {
  const t = useText(text)
  return (
    <div className="tg-proof">
      <p>{t('proofIn', { no: proof.seq, size: proof.size, count: proof.proof.length })}</p>
      <div className="acts">
        <Action onClick={() => save(`entry-${proof.seq}.tlog-proof`, proof.tlogProof)}>{t('download')}</Action>
        <Copy words={t('copyProof')} content={proof.tlogProof} />
        <Copy words={t('copyLeaf')} content={proof.leaf} />
      </div>
      <dl className="tg-facts">
        <Fact name={t('leaf')}>
          <code className="tg-code">{proof.leaf}</code>
        </Fact>
        <Fact name={t('leafHash')}>
          <CopyableId id={proof.leafHash} name={t('leafHash')} full />
        </Fact>
        <Fact name={t('root')}>
          <CopyableId id={proof.root} name={t('root')} full />
        </Fact>
        <Fact name={t('path')}>
          <details>
            <summary>{t('pathCount', { count: proof.proof.length })}</summary>
            <ol className="path">
              {proof.proof.map((hash, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a hash's place on the path is what it is
                <li key={i}>
                  <code className="tg-code">{hash}</code>
                </li>
              ))}
            </ol>
          </details>
        </Fact>
      </dl>
      <h3>{t('noteTitle')}</h3>
      <pre className="tg-note">{proof.checkpoint.trimEnd()}</pre>
      <Copy words={t('copyNote')} content={proof.checkpoint} />
      <h3>{t('offline')}</h3>
      <ol className="tg-how">
        {(['step1', 'step2', 'step3', 'step4', 'step5'] as const).map((step) => (
          <li key={step} className="step">
            {t(step)}
          </li>
        ))}
      </ol>
    </div>
  )
}

const Copy = ({ words, content }: { words: string; content: string }) => {
  const t = useText(text)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <Action onClick={() => void navigator.clipboard?.writeText(content).then(() => setCopied(true))}>
      <span aria-live="polite">{copied ? t('copied') : words}</span>
    </Action>
  )
}

/** Saved byte for byte: a signature covers every one of them. */
const save = (name: string, content: string): void => {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
