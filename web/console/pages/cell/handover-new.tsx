import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ShiftDraft, SignOut } from '../../../../src/actions/cell/shift/model.ts'
import {
  Column,
  Columns,
  EmptyState,
  Field,
  Loaded,
  Page,
  PortTime,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { Period } from './handover.tsx'
import { text } from './handover-text.ts'
import { Lines } from './lines.tsx'
import { renewCell, useShiftDraft } from './use-cell.ts'
import { CellViews } from './views.tsx'

const TIMES = { roster: 'fromRoster', last: 'fromLast', default: 'fromDefault' } as const

/** Officer who goes: what must the next one know, and is everything there? */
const NewHandover = () => {
  const t = useText(text)
  const draft = useShiftDraft()
  return (
    <Page
      title={t('newTitle')}
      finding={
        draft.data && (
          <>
            <Period from={draft.data.from} to={draft.data.to} />{' '}
            <span className="i3">{t(TIMES[draft.data.timesFrom])}</span>
          </>
        )
      }
      below={<CellViews />}
    >
      <Loaded query={draft}>{(data) => <Draft draft={data} />}</Loaded>
    </Page>
  )
}

export default NewHandover

const Draft = ({ draft }: { draft: ShiftDraft }) => {
  const t = useText(text)
  return (
    <Columns template="minmax(0, 1fr) 460px">
      <Column>
        <Section
          title={t('items')}
          finding={t('itemsCount', { count: draft.lines.length })}
          end={
            <span className="i3">
              <NextUntil at={draft.nextTo} />
            </span>
          }
        >
          <p className="tg-cell-note i3">{t('drawn')}</p>
          {draft.lines.length === 0 ? <EmptyState>{t('nothing')}</EmptyState> : <Lines lines={draft.lines} />}
        </Section>
      </Column>
      <Column>
        <SignOutForm draft={draft} />
      </Column>
    </Columns>
  )
}

const NextUntil = ({ at }: { at: string }) => {
  const t = useText(text)
  const [before, after] = t('nextUntil', { at: '|' }).split('|')
  return (
    <>
      {before}
      <PortTime at={at} />
      {after}
    </>
  )
}

const FIELDS = ['notes', 'checklist', 'named'] as const

const SignOutForm = ({ draft }: { draft: ShiftDraft }) => {
  const t = useText(text)
  const b = useBilingual()
  const navigate = useNavigate()
  const [notes, setNotes] = useState('')
  const [checks, setChecks] = useState(draft.checklist.map((words) => ({ text: words, ok: false, remark: '' })))
  const [named, setNamed] = useState<string>(draft.named ?? '')
  const act = useAct((body: SignOut, idempotencyKey) => post<{ id: string }>('/shifts', body, { idempotencyKey }))
  const faults = useFaults(act, FIELDS)
  const set = (words: string, change: Partial<(typeof checks)[number]>) =>
    setChecks(checks.map((one) => (one.text === words ? { ...one, ...change } : one)))
  const send = async () => {
    const done = await act.run({ notes, checklist: checks, named: named || null })
    if (!done) return
    await renewCell()
    void navigate(`/cell/handover/${done.answer.id}`, { replace: true })
  }
  if (draft.can.signOut !== true) return <EmptyState>{b(draft.can.signOut)}</EmptyState>
  return (
    <div className="tg-cell-side">
      <CellForm act={act} fields={FIELDS} submit={t('sign')} onSubmit={() => void send()} note={t('signNote')}>
        <Field label={t('notes')} hint={t('notesHint')} error={faults['notes']}>
          <Input.TextArea
            autoSize={{ minRows: 4, maxRows: 16 }}
            maxLength={4000}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
          />
        </Field>
        {checks.length > 0 && (
          <fieldset className="tg-cell-set">
            <legend>
              {t('checklist')} <small className="i3">{t('checklistHint')}</small>
            </legend>
            {checks.map((one) => (
              <div key={one.text} className="check">
                <Checkbox checked={one.ok} onChange={(event) => set(one.text, { ok: event.target.checked })}>
                  {one.text}
                </Checkbox>
                {!one.ok && (
                  <Input
                    aria-label={t('remarkOf', { item: one.text })}
                    placeholder={t('remark')}
                    maxLength={200}
                    value={one.remark}
                    onChange={(event) => set(one.text, { remark: event.target.value })}
                  />
                )}
              </div>
            ))}
            {faults['checklist'] && (
              <p className="fault" role="alert">
                {faults['checklist']}
              </p>
            )}
          </fieldset>
        )}
        <Field label={t('named')} error={faults['named']}>
          <Select
            value={named}
            onChange={(value: string) => setNamed(value)}
            options={[
              { value: '', label: t('anybody') },
              ...draft.colleagues.map((one) => ({ value: one.account, label: b(one.name) })),
            ]}
          />
        </Field>
      </CellForm>
    </div>
  )
}
