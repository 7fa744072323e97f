import { useState } from 'react'
import type { Evidence as File, Incident } from '../../../../src/actions/respond/model.ts'
import {
  CopyableId,
  DataList,
  EmptyState,
  FormFault,
  PortTime,
  type Problem,
  problemWords,
  Section,
  toProblem,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { EvidenceDrop } from './evidence-drop.tsx'
import { sizeWords } from './file-check.ts'
import { canPreview, FilePreview } from './file-preview.tsx'
import { saveEvidence } from './save-file.ts'
import { text } from './text.ts'

/** Files as they came, each with the hash under which the ledger knows it. */
export const Evidence = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const { evidence } = incident
  return (
    <Section
      title={t('evidence')}
      finding={evidence.length > 0 ? t('evidenceFinding', { count: evidence.length }) : undefined}
    >
      <EvidenceDrop incidentId={incident.id} allowed={incident.can.addEvidence} />
      <DataList
        label={t('evidence')}
        rows={evidence.toReversed()}
        rowKey={(file) => file.id}
        empty={<EmptyState>{t('evidenceNone')}</EmptyState>}
      >
        {(file) => <FileLine file={file} incident={incident} />}
      </DataList>
    </Section>
  )
}

const FileLine = ({ file, incident }: { file: File; incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const task = incident.tasks.find((one) => one.id === file.taskId)
  const [open, setOpen] = useState(false)
  return (
    <div className="tg-row tg-file">
      <FileName file={file} />
      <span className="end">
        <small className="i3">{sizeWords(file.bytes, t)}</small>
      </span>
      <span className="meta">
        <span>
          {shortName(b(file.agency))} {file.officer && b(file.officer)} <PortTime at={file.at} />
        </span>
        {task && (
          <span className="ell" title={b(task.title)}>
            {t('evidenceOfTask', { task: b(task.title) })}
          </span>
        )}
      </span>
      <span className="end-meta">
        {canPreview(file) ? (
          <button
            type="button"
            className="tg-link"
            aria-expanded={open}
            aria-label={t('previewOf', { name: file.name })}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'previewClose' : 'look')}
          </button>
        ) : (
          <small className="i3">{t('previewNot')}</small>
        )}{' '}
        <CopyableId id={file.sha256} name={t('hash')} />
      </span>
      {open && <FilePreview file={file} />}
    </div>
  )
}

/** The name is the download. */
export const FileName = ({ file }: { file: Pick<File, 'id' | 'name'> }) => {
  const t = useText(text)
  const locale = useLocale()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await saveEvidence(file.id, file.name)
    } catch (error) {
      setProblem(toProblem(error))
    } finally {
      setBusy(false)
    }
  }
  const said = problem && problemWords(problem, locale)
  return (
    <span className="what file-name">
      <button
        type="button"
        className="ell"
        data-row=""
        title={file.name}
        aria-label={t('download', { name: file.name })}
        disabled={busy}
        onClick={() => void save()}
      >
        {file.name}
      </button>
      {busy && <small className="i3"> {t('downloading')}</small>}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </span>
  )
}
