import { Button, InputNumber, Select } from 'antd'
import { useRef, useState } from 'react'
import type { Repeat, RosterView } from '../../../../src/engine/coordination/roster/model.ts'
import { Action, Field, FormFault, problemWords, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { RosterForm } from './roster-form.tsx'
import { text } from './roster-text.ts'
import { saveFile } from './save-file.ts'
import { renewCell } from './use-cell.ts'

type Tool = 'repeat' | 'import' | 'settings'

/** What the keeper of a roster needs now and then: repeat a week, file out, file in, shifts and posts. */
export const RosterTools = ({ roster }: { roster: RosterView }) => {
  const t = useText(text)
  const locale = useLocale()
  const [tool, setTool] = useState<Tool | null>(null)
  const save = useAct(() =>
    saveFile(`/rosters/${roster.id}/file`, { from: roster.from, days: 7 }, `roster-${roster.from}.csv`),
  )
  const open = (next: Tool) => setTool(tool === next ? null : next)
  const said = save.problem && problemWords(save.problem, locale)
  return (
    <div className="tg-cell-tools">
      <div className="tg-cell-verbs">
        <Action allowed={roster.can.assign} reasonAt="after" onClick={() => open('repeat')}>
          {t('repeat')}
        </Action>
        {roster.can.assign === true && <Button onClick={() => open('import')}>{t('import')}</Button>}
        <Button loading={save.busy} onClick={() => void save.run(undefined)}>
          {t('export')}
        </Button>
        {roster.can.change === true && <Button onClick={() => open('settings')}>{t('settings')}</Button>}
      </div>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {tool === 'repeat' && <RepeatForm roster={roster} onDone={() => setTool(null)} />}
      {tool === 'import' && <ImportForm roster={roster} onDone={() => setTool(null)} />}
      {tool === 'settings' && <RosterForm roster={roster} onDone={() => setTool(null)} />}
    </div>
  )
}

type Props = { roster: RosterView; onDone: () => void }

const RepeatForm = ({ roster, onDone }: Props) => {
  const t = useText(text)
  const [weeks, setWeeks] = useState(4)
  const [holidays, setHolidays] = useState<Repeat['holidays']>('leave')
  const act = useAct((body: Repeat, idempotencyKey) =>
    post<{ filled: number; kept: number; left: number }>(`/rosters/${roster.id}/repeat`, body, { idempotencyKey }),
  )
  const [done, setDone] = useState<{ filled: number; kept: number; left: number } | null>(null)
  const faults = useFaults(act, ['from'])
  return (
    <CellForm
      act={act}
      fields={[]}
      submit={t('repeatSubmit')}
      onSubmit={() =>
        void (async () => {
          const answer = await act.run({ from: roster.from, weeks, holidays })
          if (!answer) return
          setDone(answer.answer)
          await renewCell()
        })()
      }
      onCancel={onDone}
      note={done && <span role="status">{t('repeated', done)}</span>}
    >
      <p className="i2">{faults['from'] ?? t('repeatHint')}</p>
      <Field label={t('weeks')}>
        <InputNumber min={1} max={26} value={weeks} onChange={(value) => setWeeks(value ?? 1)} />
      </Field>
      <Field label={t('holidaysLabel')}>
        <Select
          value={holidays}
          onChange={(value: Repeat['holidays']) => setHolidays(value)}
          options={[
            { value: 'leave', label: t('holidaysLeave') },
            { value: 'fill', label: t('holidaysFill') },
          ]}
        />
      </Field>
    </CellForm>
  )
}

const ImportForm = ({ roster, onDone }: Props) => {
  const t = useText(text)
  const file = useRef<HTMLInputElement>(null)
  const [rows, setRows] = useState<number | null>(null)
  const act = useAct((body: { csv: string }, idempotencyKey) =>
    post<{ rows: number }>(`/rosters/${roster.id}/import`, body, { idempotencyKey }),
  )
  const locale = useLocale()
  const send = async () => {
    const chosen = file.current?.files?.[0]
    if (!chosen) return file.current?.focus()
    const answer = await act.run({ csv: await chosen.text() })
    if (!answer) return
    setRows(answer.answer.rows)
    await renewCell()
  }
  return (
    <CellForm
      act={act}
      fields={[]}
      submit={t('import')}
      onSubmit={() => void send()}
      onCancel={onDone}
      note={rows !== null && <span role="status">{t('imported', { count: rows })}</span>}
    >
      <Field label={t('importFile')} hint={t('importHint')}>
        <input ref={file} type="file" accept=".csv,text/csv" />
      </Field>
      {act.problem && act.problem.fields.length > 1 && (
        <ul className="tg-cell-findings">
          {act.problem.fields.map((fault) => (
            <li key={`${fault.row} ${fault.field}`}>
              {fault.row} {fault[locale]}
            </li>
          ))}
        </ul>
      )}
    </CellForm>
  )
}
