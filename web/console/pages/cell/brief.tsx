import { Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { BriefRow } from '../../../../src/actions/cell/brief/model.ts'
import type { Settings } from '../../../../src/actions/cell/model.ts'
import {
  Action,
  DataList,
  EmptyState,
  Field,
  Loaded,
  Page,
  PortTime,
  Row,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './brief-text.ts'
import { ClockInput } from './clock-input.tsx'
import { CellForm, useFaults } from './form.tsx'
import { Period } from './handover.tsx'
import { text as cellText } from './text.ts'
import { renewCell, useBriefs, useSettings } from './use-cell.ts'
import { CellViews } from './views.tsx'
import { clockOf } from './week-days.ts'

/** Duty officer, chief: what was the day, and who has read it? */
const Briefs = () => {
  const t = useText(text)
  const w = useText(cellText)
  const navigate = useNavigate()
  const briefs = useBriefs()
  const settings = useSettings()
  const [setting, setSetting] = useState(false)
  const draft = useAct((_: undefined, idempotencyKey) => post<{ id: string }>('/briefs', {}, { idempotencyKey }))
  const unread = briefs.data?.rows.filter((row) => row.unread).length ?? 0
  const waits = briefs.data?.rows.some((row) => row.state === 'draft') ?? false
  const finding = unread > 0 ? t('finding', { count: unread }) : waits ? t('findingDraft') : undefined
  const make = async () => {
    const done = await draft.run(undefined)
    if (!done) return
    await renewCell()
    void navigate(`/cell/brief/${done.answer.id}`)
  }
  return (
    <Page
      title={w('brief')}
      finding={finding}
      actions={
        briefs.data && (
          <Action allowed={briefs.data.can.draft} primary busy={draft.busy} onClick={() => void make()}>
            {t('draftNow')}
          </Action>
        )
      }
      below={<CellViews />}
    >
      <Loaded query={briefs}>
        {({ rows }) => (
          <div className="tg-cell-list">
            <DataList
              label={t('list')}
              rows={rows}
              rowKey={(row) => row.id}
              empty={<EmptyState>{t('empty')}</EmptyState>}
            >
              {(row) => <BriefLine row={row} />}
            </DataList>
          </div>
        )}
      </Loaded>
      {settings.data && (
        <div className="tg-cell-foot">
          <p className="i3">
            {t('clockAt', { time: clockOf(settings.data.briefMinute) })}{' '}
            {settings.data.can.change === true && (
              <button type="button" className="tg-cell-link" onClick={() => setSetting(!setting)}>
                {t('settings')}
              </button>
            )}
          </p>
          {setting && <SettingsForm settings={settings.data} onDone={() => setSetting(false)} />}
        </div>
      )}
    </Page>
  )
}

export default Briefs

const BriefLine = ({ row }: { row: BriefRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const { done, of } = row.receipts
  return (
    <Row
      to={`/cell/brief/${row.id}`}
      strong={row.unread || row.state === 'draft'}
      title={row.no ? t('no', { no: row.no }) : t(row.byClock ? 'draftByClock' : 'draftOf')}
      end={row.state === 'draft' ? t('draft') : row.unread ? t('unread') : t('receiptsCount', { done, of })}
      meta={
        <>
          <span>{shortName(b(row.agency))}</span>
          <Period from={row.since} to={row.until} />
        </>
      }
      endMeta={<PortTime at={row.issued?.at ?? row.until} />}
    />
  )
}

const FIELDS = ['briefMinute', 'checklist'] as const

const SettingsForm = ({ settings, onDone }: { settings: Settings; onDone: () => void }) => {
  const t = useText(text)
  const w = useText(cellText)
  const [briefMinute, setBriefMinute] = useState(settings.briefMinute)
  const [list, setList] = useState(settings.checklist.join('\n'))
  const act = useAct((body: { briefMinute: number; checklist: string[] }, idempotencyKey) =>
    post('/cell/settings', body, { idempotencyKey }),
  )
  const faults = useFaults(act, FIELDS)
  const send = async () => {
    const checklist = [...new Set(list.split('\n').map((one) => one.trim()))].filter((one) => one !== '')
    if (!(await act.run({ briefMinute, checklist }))) return
    onDone()
    await renewCell()
  }
  return (
    <CellForm act={act} fields={FIELDS} submit={w('save')} onSubmit={() => void send()} onCancel={onDone}>
      <Field label={t('briefTime')} hint={t('briefTimeHint')} error={faults['briefMinute']} required>
        <ClockInput value={briefMinute} onChange={setBriefMinute} />
      </Field>
      <Field label={t('checklist')} hint={t('checklistHint')} error={faults['checklist']}>
        <Input.TextArea autoSize={{ minRows: 4 }} value={list} onChange={(event) => setList(event.target.value)} />
      </Field>
    </CellForm>
  )
}
