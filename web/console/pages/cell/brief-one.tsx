import { Button, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Brief, IssueBrief } from '../../../../src/actions/cell/brief/model.ts'
import {
  Column,
  Columns,
  ErrorState,
  Field,
  Loading,
  Page,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './brief-text.ts'
import { CellForm, useFaults } from './form.tsx'
import { Period } from './handover.tsx'
import { By, Lines } from './lines.tsx'
import { text as cellText } from './text.ts'
import { renewCell, useBrief } from './use-cell.ts'
import { CellViews } from './views.tsx'
import './print.css'

/** The chief at eight: what was the night, and what do I have to know? */
const OneBrief = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const brief = useBrief(id)
  if (brief.data === undefined)
    return (
      <Page title={t('list')} below={<CellViews />}>
        {brief.error ? <ErrorState error={brief.error} onRetry={() => void brief.refetch()} /> : <Loading />}
      </Page>
    )
  return <Document key={id} brief={brief.data} />
}

export default OneBrief

/** Opening it is the receipt of one's agency; asked for once, by the page that shows it. */
const useReceipt = ({ id, unread }: Pick<Brief, 'id' | 'unread'>) => {
  useEffect(() => {
    if (unread)
      void post(`/briefs/${id}/opened`)
        .then(renewCell)
        // Without the receipt the brief can still be read; it stays marked as not opened, and the next look asks again.
        .catch(() => undefined)
  }, [id, unread])
}

const Document = ({ brief }: { brief: Brief }) => {
  const t = useText(text)
  const w = useText(cellText)
  const b = useBilingual()
  useReceipt(brief)
  return (
    <Page
      title={brief.no ? t('no', { no: brief.no }) : t('draftOf')}
      finding={
        <>
          {shortName(b(brief.agency))} <Period from={brief.since} to={brief.until} />
        </>
      }
      actions={<Button onClick={() => window.print()}>{w('print')}</Button>}
      below={<CellViews />}
    >
      <Columns template="minmax(0, 1fr) 420px">
        <Column>
          <Section title={t('lines')}>
            <p className="tg-cell-note i3">{t('linesNote')}</p>
            <Lines lines={brief.lines} />
          </Section>
        </Column>
        <Column>{brief.state === 'draft' ? <Issue brief={brief} /> : <Issued brief={brief} />}</Column>
      </Columns>
    </Page>
  )
}

const Issued = ({ brief }: { brief: Brief }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <>
      <Section title={t('remarks')}>
        <p className="tg-cell-words">{brief.remarks || <span className="i3">{t('noRemarks')}</span>}</p>
        {brief.issued && (
          <p className="tg-cell-note sm">
            {t('issuedBy')} <By by={brief.issued} />
          </p>
        )}
      </Section>
      <Section title={t('receipts')} finding={t('receiptsCount', { done: brief.receipts.done, of: brief.receipts.of })}>
        <ul className="tg-cell-findings">
          {brief.recipients.map((one) => (
            <li key={one.agency.id} className="pair">
              <span>{shortName(b(one.agency))}</span>
              <span className={one.opened ? 'i2' : 'st'}>{one.opened ? <By by={one.opened} /> : t('notOpened')}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

const FIELDS = ['remarks', 'recipients'] as const

const Issue = ({ brief }: { brief: Brief }) => {
  const t = useText(text)
  const b = useBilingual()
  const navigate = useNavigate()
  const [remarks, setRemarks] = useState(brief.remarks)
  const [recipients, setRecipients] = useState<string[]>([])
  const act = useAct((body: IssueBrief, idempotencyKey) => post(`/briefs/${brief.id}/issue`, body, { idempotencyKey }))
  const again = useAct((_: undefined, idempotencyKey) =>
    post<{ id: string }>('/briefs', { remarks }, { idempotencyKey }),
  )
  const faults = useFaults(act, FIELDS)
  if (brief.can.issue !== true)
    return (
      <Section title={t('issue')}>
        <p className="tg-cell-words i2">{b(brief.can.issue)}</p>
      </Section>
    )
  const refresh = async () => {
    const done = await again.run(undefined)
    if (!done) return
    await renewCell()
    void navigate(`/cell/brief/${done.answer.id}`, { replace: true })
  }
  return (
    <div className="tg-cell-side not-printed">
      <CellForm
        act={act}
        fields={FIELDS}
        submit={t('issue')}
        onSubmit={() =>
          void (async () => {
            if (await act.run({ remarks, recipients })) await renewCell()
          })()
        }
        ends={
          <Button loading={again.busy} onClick={() => void refresh()}>
            {t('refresh')}
          </Button>
        }
        note={t('issueNote')}
      >
        <Field label={t('remarks')} hint={t('remarksHint')} error={faults['remarks']}>
          <Input.TextArea
            autoSize={{ minRows: 5, maxRows: 20 }}
            maxLength={4000}
            value={remarks}
            onChange={(event) => setRemarks(event.target.value)}
          />
        </Field>
        <Field label={t('recipients')} hint={t('recipientsHint')} error={faults['recipients']}>
          <Select
            mode="multiple"
            value={recipients}
            onChange={(value: string[]) => setRecipients(value)}
            optionFilterProp="label"
            options={brief.reachable.map((one) => ({ value: one.id, label: shortName(b(one)) }))}
          />
        </Field>
      </CellForm>
    </div>
  )
}
