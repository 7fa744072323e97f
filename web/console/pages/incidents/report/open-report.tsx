import { useEffect, useRef, useState } from 'react'
import type { Report } from '../../../../../src/actions/report/model.ts'
import {
  FormFault,
  Loaded,
  PortTime,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../../kit/public.ts'
import { post } from '../../../api/public.ts'
import { type Verb, Verbs } from '../../warnings/verbs.tsx'
import { ReportDocument } from './report-document.tsx'
import { ReportEdit } from './report-edit.tsx'
import { text } from './text.ts'
import { renewReports, useReport, useReportAct, useReportFile } from './use-reports.ts'

type Props = { id: string; incidentId: string; onGo: (id: string) => void }

/** One report: a draft to be written, or what was signed; and its files. */
export const OpenReport = ({ id, incidentId, onGo }: Props) => {
  const query = useReport(id)
  return <Loaded query={query}>{(report) => <Shown report={report} incidentId={incidentId} onGo={onGo} />}</Loaded>
}

const Shown = ({ report, incidentId, onGo }: { report: Report; incidentId: string; onGo: (id: string) => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const act = useReportAct()
  const [asking, setAsking] = useState<'sign' | 'discard' | null>(null)
  const [editing, setEditing] = useState(report.can.edit === true)
  const [dirty, setDirty] = useState(false)
  useReceipt(report)
  const name = `${t(`kind_${report.kind}`)} ${(report.no ?? '').replace('/', '-')}`.trim()
  const file = useReportFile(report.id, name)
  const isDraft = report.signed === null
  // What is typed and not saved would be left out of what is signed, and lost on leaving the form.
  const unsaved = { zh: t('saveFirst'), en: t('saveFirst') }
  const sign = async () => {
    if (await act.send(`/reports/${report.id}/sign`)) {
      setAsking(null)
      setEditing(false)
    }
  }
  const discard = async () => {
    if (await act.send(`/reports/${report.id}/discard`)) onGo('')
  }
  const correct = async () => {
    const body = { kind: 'correction', locale: report.locale, corrects: report.id }
    const done = await act.send(`/incidents/${incidentId}/reports`, body)
    if (done?.answer?.id) onGo(done.answer.id)
  }
  const download = (form: 'docx' | 'pdf'): Verb => ({
    id: form,
    label: t(form === 'docx' ? 'word' : 'pdf'),
    allowed: true,
    busy: file.busy === form,
    onPress: () => void file.save(form),
  })
  const verbs: Verb[] = isDraft
    ? [
        {
          id: 'sign',
          label: t('sign'),
          allowed: editing && dirty ? unsaved : report.can.sign,
          primary: true,
          open: asking === 'sign',
          onPress: () => setAsking(asking === 'sign' ? null : 'sign'),
        },
        ...(report.can.edit === true
          ? [
              {
                id: 'view',
                label: editing ? t('preview') : t('edit'),
                allowed: editing && dirty ? unsaved : true,
                onPress: () => setEditing(!editing),
              } as Verb,
              {
                id: 'discard',
                label: t('discard'),
                allowed: true,
                open: asking === 'discard',
                onPress: () => setAsking(asking === 'discard' ? null : 'discard'),
              } as Verb,
            ]
          : []),
        download('docx'),
        download('pdf'),
      ]
    : [
        download('docx'),
        download('pdf'),
        ...(report.kind === 'correction'
          ? []
          : [
              {
                id: 'correct',
                label: t('correct'),
                allowed: report.can.correct,
                onPress: () => void correct(),
              } as Verb,
            ]),
      ]
  const problem = act.problem ?? file.problem
  const said = problem && problemWords(problem, locale)
  return (
    <>
      <Section
        title={`${t(`kind_${report.kind}`)} ${report.no ?? ''}`}
        finding={
          isDraft
            ? `${t('draft')}${t('comma')}${t('filled', { filled: report.filled, required: report.required })}`
            : undefined
        }
      >
        <div className="tg-rp-verbs">
          <Verbs verbs={verbs} />
          {asking && (
            <div className="tg-rp-confirm">
              {asking === 'sign' && <p>{t('signHint')}</p>}
              <Verbs
                verbs={[
                  asking === 'sign'
                    ? {
                        id: 'yes',
                        label: t('confirmSign'),
                        allowed: true,
                        primary: true,
                        busy: act.busy,
                        onPress: () => void sign(),
                      }
                    : {
                        id: 'yes',
                        label: t('confirmDiscard'),
                        allowed: true,
                        busy: act.busy,
                        onPress: () => void discard(),
                      },
                  { id: 'no', label: t('cancel'), allowed: true, onPress: () => setAsking(null) },
                ]}
              />
            </div>
          )}
          {said && <FormFault what={said.what} remedy={said.remedy} />}
        </div>
        {isDraft && editing ? (
          <ReportEdit report={report} onDirty={setDirty} />
        ) : (
          <ReportDocument blocks={report.document} locale={report.locale} />
        )}
      </Section>
      {report.receipts.length > 0 && <Receipts report={report} />}
    </>
  )
}

/** Opening it is the receipt: said once, for the agency, when its officer has it on screen. */
const useReceipt = (report: Report) => {
  const told = useRef(false)
  useEffect(() => {
    if (!report.unopened || told.current) return
    told.current = true
    // It stays unopened where the server is away; the next opening says it again.
    post(`/reports/${report.id}/receipt`).then(renewReports, () => {
      told.current = false
    })
  }, [report])
}

const Receipts = ({ report }: { report: Report }) => {
  const t = useText(text)
  const b = useBilingual()
  const done = report.receipts.filter((one) => one.openedAt !== null).length
  return (
    <Section title={t('receipts')} finding={t('receiptsFinding', { done, of: report.receipts.length })}>
      <ul className="tg-rp-receipts">
        {report.receipts.map((one) => (
          <li key={one.agency.id}>
            <span>{b(one.agency)}</span>
            {one.openedAt ? (
              <span className="i3">
                {one.openedBy && (one.openedBy.officer ? b(one.openedBy.officer) : b(one.openedBy.post))}{' '}
                <PortTime at={one.openedAt} />
              </span>
            ) : (
              <b>{t('notOpened')}</b>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
