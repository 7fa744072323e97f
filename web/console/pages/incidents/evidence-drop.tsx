import { Button } from 'antd'
import { type DragEvent, useEffect, useId, useState } from 'react'
import type { Bilingual } from '../../../../src/base/public.ts'
import {
  FormFault,
  type Problem,
  problemWords,
  toProblem,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { upload } from '../../api/public.ts'
import { ACCEPT, fileFault, LIMIT_MIB } from './file-check.ts'
import { text } from './text.ts'
import { renewIncidents } from './use-incidents.ts'

type Props = {
  incidentId: string
  /** The file belongs to this task. */
  taskId?: string
  allowed: true | Bilingual
  onAdded?: (evidenceId: string) => void
  touch?: boolean
}

type Sending = { name: string; share: number; stop: AbortController }

/** Choose or drop files; each travels with its progress and can be stopped. Refusals stay until the next file. */
export const EvidenceDrop = ({ incidentId, taskId, allowed, onAdded, touch = false }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const id = useId()
  const [over, setOver] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [stopped, setStopped] = useState(false)
  const [sending, setSending] = useState<Sending | null>(null)
  useLeaveGuard(sending !== null)

  const send = async (file: File): Promise<boolean> => {
    const wrong = fileFault(file, t)
    setFault(wrong)
    if (wrong) return false
    const stop = new AbortController()
    setSending({ name: file.name, share: 0, stop })
    try {
      const answer = await upload<{ id: string }>(
        `/incidents/${incidentId}/evidence`,
        file,
        { name: file.name.slice(-120), taskId },
        (share) => setSending({ name: file.name, share, stop }),
        stop.signal,
      )
      await renewIncidents()
      onAdded?.(answer.id)
      return true
    } catch (error) {
      if (stop.signal.aborted) setStopped(true)
      else setProblem(toProblem(error))
      return false
    } finally {
      setSending(null)
    }
  }
  const take = async (files: readonly File[]) => {
    if (sending || allowed !== true) return
    setProblem(null)
    setStopped(false)
    for (const file of files) if (!(await send(file))) return
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  if (allowed !== true) return <p className="tg-file-drop i3 sm">{b(allowed)}</p>
  const said = problem && problemWords(problem, locale)
  const percent = Math.round((sending?.share ?? 0) * 100)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the file field inside does the same by keys
    <div
      className={`tg-file-drop${over ? ' over' : ''}${touch ? ' touch' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {sending ? (
        <div className="sending">
          <div
            className="bar"
            role="progressbar"
            aria-label={t('uploading', { name: sending.name, percent })}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <i style={{ width: `${percent}%` }} />
          </div>
          <p className="sm" aria-live="polite">
            {sending.share < 1 ? t('uploading', { name: sending.name, percent }) : t('uploaded')}
          </p>
          <Button size="small" onClick={() => sending.stop.abort()}>
            {t('cancel')}
          </Button>
        </div>
      ) : (
        <div className="pick">
          <span className="field">
            <input
              id={id}
              type="file"
              multiple
              accept={ACCEPT}
              aria-label={t(touch ? 'takePhoto' : 'choose')}
              aria-describedby={`${id}-hint`}
              onChange={(event) => {
                void take([...(event.target.files ?? [])])
                // The same file, mended, can be chosen again.
                event.target.value = ''
              }}
            />
            <span className="tg-button" aria-hidden="true">
              {t(touch ? 'takePhoto' : 'choose')}
            </span>
          </span>
          <small id={`${id}-hint`} className="i3">
            <span className="drop">{over ? t('dropNow') : t('drop')}</span> {t('fileHint', { limit: LIMIT_MIB })}
          </small>
        </div>
      )}
      {stopped && (
        <p role="status" className="sm i2">
          {t('stopped')}
        </p>
      )}
      {fault && (
        <p role="alert" className="sm">
          <b>{t('error')}</b> {fault}
        </p>
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
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
