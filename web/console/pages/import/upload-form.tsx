import { type DragEvent, type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SourceView } from '../../../../src/actions/signals/model.ts'
import {
  Action,
  EmptyState,
  ErrorState,
  Field,
  type Problem,
  Section,
  toProblem,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useSources } from '../signals/use-signals.ts'
import { Refusal } from './refusal.tsx'
import { fileFault, LIMIT_MIB, sizeWords } from './size.ts'
import { text } from './text.ts'
import { type Staged, stage } from './use-imports.ts'

type Sending = { share: number; stop: AbortController }

/** Source, file, on to its columns. What can be told of a file before it travels is told at once. */
export const UploadForm = ({ onStaged }: { onStaged: (staged: Staged) => void }) => {
  const t = useText(text)
  const [params] = useSearchParams()
  const sources = useSources()
  const rows = sources.data?.rows
  const own = rows?.filter((each) => each.mayImport) ?? []
  const only = own.length === 1 ? own[0]?.code : undefined
  const [chosen, setChosen] = useState(params.get('source') ?? '')
  const source = chosen || (only ?? '')
  const [file, setFile] = useState<File | null>(null)
  const [fault, setFault] = useState<{ source?: string; file?: string }>({})
  const [problem, setProblem] = useState<Problem | null>(null)
  const [stopped, setStopped] = useState(false)
  const [sending, setSending] = useState<Sending | null>(null)
  useLeaveGuard(sending !== null)

  const take = (files: readonly File[]) => {
    const [first] = files
    if (!first) return
    setProblem(null)
    setStopped(false)
    setFile(first)
    const wrong = files.length > 1 ? t('oneFile') : fileFault(first, t)
    setFault((before) => ({ ...(before.source ? { source: before.source } : {}), ...(wrong ? { file: wrong } : {}) }))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (sending) return
    const found = {
      ...(source === '' ? { source: t('sourceMissing') } : {}),
      ...(file === null ? { file: t('fileMissing') } : {}),
    }
    const wrong = file ? fileFault(file, t) : null
    setFault(wrong ? { ...found, file: wrong } : found)
    if (!file || source === '' || wrong) return
    setProblem(null)
    setStopped(false)
    const stop = new AbortController()
    setSending({ share: 0, stop })
    try {
      const onProgress = (share: number) => setSending({ share, stop })
      const preview = await stage(file, { source }, onProgress, stop.signal)
      setFile(null)
      onStaged({ file, preview })
    } catch (error) {
      if (stop.signal.aborted) setStopped(true)
      else setProblem(toProblem(error))
    } finally {
      setSending(null)
    }
  }
  if (sources.error)
    return (
      <Section title={t('newImport')}>
        <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />
      </Section>
    )
  if (rows && own.length === 0)
    return (
      <Section title={t('newImport')}>
        <EmptyState>{t('sourcesNone')}</EmptyState>
      </Section>
    )
  return (
    <Section title={t('newImport')}>
      <form className="tg-import-form" noValidate onSubmit={(event) => void submit(event)}>
        {problem && <Refusal problem={problem} />}
        {stopped && <p role="status">{t('cancelled')}</p>}
        <Field label={t('source')} hint={t('sourceHint')} error={fault.source}>
          <select
            className="tg-select"
            value={source}
            disabled={sending !== null}
            onChange={(event) => setChosen(event.target.value)}
          >
            <option value="">{t('chooseSource')}</option>
            <Options rows={own} />
          </select>
        </Field>
        <FilePicker file={file} error={fault.file} disabled={sending !== null} onTake={take} />
        {sending ? (
          <div className="tg-sending">
            <Progress share={sending.share} label={t('uploading', { percent: Math.round(sending.share * 100) })} />
            <p>{sending.share < 1 ? t('uploading', { percent: Math.round(sending.share * 100) }) : t('uploaded')}</p>
            <Action onClick={() => sending.stop.abort()}>{t('cancel')}</Action>
          </div>
        ) : (
          <Action primary submit>
            {t('toColumns')}
          </Action>
        )}
      </form>
    </Section>
  )
}

const Options = ({ rows }: { rows: readonly SourceView[] }) => {
  const b = useBilingual()
  return rows.map((source) => (
    <option key={source.id} value={source.code}>
      {[...new Set([b(source.agency), b(source)])].join(' · ')}
    </option>
  ))
}

/** A bar that fills; what is not known yet is an outline. */
export const Progress = ({ share, label }: { share: number | null; label: string }) => (
  <div
    className={share === null ? 'tg-progress unknown' : 'tg-progress'}
    role="progressbar"
    aria-label={label}
    {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 })}
  >
    {share !== null && <i style={{ width: `${Math.min(100, share * 100).toFixed(1)}%` }} />}
  </div>
)

type PickerProps = {
  file: File | null
  error: string | undefined
  disabled: boolean
  onTake: (files: readonly File[]) => void
}

/** A real file field under a drop area, so that keys and screen readers have the one and gloves the other. */
const FilePicker = ({ file, error, disabled, onTake }: PickerProps) => {
  const t = useText(text)
  const id = useId()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  useDropOnlyHere()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) onTake([...event.dataTransfer.files])
  }
  const described = [`${id}-hint`, error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={error ? 'tg-field wrong' : 'tg-field'}>
      <label htmlFor={id}>{t('file')}</label>
      <small id={`${id}-hint`} className="i3">
        {t('fileHint', { limit: LIMIT_MIB })}
      </small>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the file field inside does the same by keys */}
      <div
        className={over ? 'tg-drop over' : 'tg-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {file && (
          <p className="chosen">
            <b className="ell" title={file.name}>
              {file.name}
            </b>
            <span className="i3">{sizeWords(file.size, t)}</span>
          </p>
        )}
        <span className="pick">
          <input
            ref={input}
            id={id}
            type="file"
            accept=".csv,.txt,.xlsx,.jsonl,.ndjson,.json,text/csv,text/plain"
            disabled={disabled}
            aria-invalid={error ? true : undefined}
            aria-describedby={described}
            onChange={(event) => {
              onTake([...(event.target.files ?? [])])
              // The same file, mended, can be chosen again.
              event.target.value = ''
            }}
          />
          <span className="tg-button" aria-hidden="true">
            {file ? t('chooseOther') : t('choose')}
          </span>
        </span>
        <span className="i3 hint">{over ? t('dropNow') : t('drop')}</span>
      </div>
      {error && (
        <p id={`${id}-error`} className="fault" role="alert">
          <b>{t('error')}</b> {error}
        </p>
      )}
    </div>
  )
}

/** A file dropped beside the area must not replace the page. */
const useDropOnlyHere = () => {
  useEffect(() => {
    const stay = (event: globalThis.DragEvent) => event.preventDefault()
    window.addEventListener('dragover', stay)
    window.addEventListener('drop', stay)
    return () => {
      window.removeEventListener('dragover', stay)
      window.removeEventListener('drop', stay)
    }
  }, [])
}

/** Leaving while bytes travel would end the upload: the browser asks. */
const useLeaveGuard = (on: boolean) => {
  useEffect(() => {
    if (!on) return
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [on])
}
