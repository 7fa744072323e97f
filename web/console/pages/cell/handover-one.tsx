import { Button, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Receive, Shift } from '../../../../src/actions/cell/shift/model.ts'
import {
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Field,
  Loading,
  Page,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { Period } from './handover.tsx'
import { text } from './handover-text.ts'
import { By, Lines } from './lines.tsx'
import { text as cellText } from './text.ts'
import { renewCell, useShift } from './use-cell.ts'
import { CellViews } from './views.tsx'
import './print.css'

/** Officer who comes: what do I take over, and do I agree? */
const OneHandover = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const shift = useShift(id)
  if (shift.data === undefined)
    return (
      <Page title={t('docTitle')} below={<CellViews />}>
        {shift.error ? <ErrorState error={shift.error} onRetry={() => void shift.refetch()} /> : <Loading />}
      </Page>
    )
  return <Document key={id} shift={shift.data} />
}

export default OneHandover

const Document = ({ shift }: { shift: Shift }) => {
  const t = useText(text)
  const w = useText(cellText)
  const [reserved, setReserved] = useState<Record<string, string>>({})
  const receiving = shift.can.receive === true
  return (
    <Page
      title={t('docTitle')}
      finding={
        <>
          <Period from={shift.from} to={shift.to} />{' '}
          {t(shift.in ? 'complete' : shift.waitsForMe ? 'waitsForMe' : 'waits')}
        </>
      }
      actions={<Button onClick={() => window.print()}>{w('print')}</Button>}
      below={<CellViews />}
    >
      <Columns template="minmax(0, 1fr) 420px">
        <Column>
          <Section title={t('notes')}>
            <p className="tg-cell-words">{shift.notes || <span className="i3">{t('noNotes')}</span>}</p>
          </Section>
          <Section title={t('items')} finding={t('itemsCount', { count: shift.items.length })}>
            {shift.items.length === 0 ? (
              <EmptyState>{t('noItems')}</EmptyState>
            ) : (
              <Lines
                lines={shift.items}
                below={(item) =>
                  item.reservation ? (
                    <p className="tg-cell-reserved st">{t('reservation', { text: item.reservation })}</p>
                  ) : (
                    receiving && (
                      <Reserve
                        words={reserved[item.id]}
                        onChange={(words) =>
                          setReserved((before) => {
                            const { [item.id]: _gone, ...rest } = before
                            return words === undefined ? rest : { ...rest, [item.id]: words }
                          })
                        }
                      />
                    )
                  )
                }
              />
            )}
          </Section>
          {shift.correctionLines.length > 0 && (
            <Section title={t('correctionLines')}>
              <ul className="tg-cell-findings">
                {shift.correctionLines.map((one) => (
                  <li key={one.id}>
                    {one.text}
                    <p className="sm">
                      <By by={one.by} />
                    </p>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </Column>
        <Column>
          <Checklist shift={shift} />
          <Signatures shift={shift} reserved={reserved} />
        </Column>
      </Columns>
    </Page>
  )
}

const Reserve = ({ words, onChange }: { words: string | undefined; onChange: (words: string | undefined) => void }) => {
  const t = useText(text)
  if (words === undefined)
    return (
      <button type="button" className="tg-cell-link" onClick={() => onChange('')}>
        {t('reserve')}
      </button>
    )
  return (
    <Input
      autoFocus
      aria-label={t('reserveThis')}
      placeholder={t('reserveThis')}
      maxLength={1000}
      value={words}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => words.trim() === '' && onChange(undefined)}
    />
  )
}

const Checklist = ({ shift }: { shift: Shift }) => {
  const t = useText(text)
  return (
    <Section title={t('checklist')}>
      {shift.checklist.length === 0 ? (
        <EmptyState>{t('noChecklist')}</EmptyState>
      ) : (
        <ul className="tg-cell-findings">
          {shift.checklist.map((one) => (
            <li key={one.text} className="pair">
              <span>{one.text}</span>
              <span className={one.ok ? 'i2' : 'st'}>
                {one.ok ? t('handed') : t('notHandedWhy', { remark: one.remark })}
                {one.ok && one.remark ? ` ${one.remark}` : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const Signatures = ({ shift, reserved }: { shift: Shift; reserved: Record<string, string> }) => {
  const t = useText(text)
  const b = useBilingual()
  const [correcting, setCorrecting] = useState(false)
  const correct = useAct((words: string, idempotencyKey) =>
    post(`/shifts/${shift.id}/corrections`, { text: words }, { idempotencyKey }),
  )
  return (
    <Section title={t('signatures')}>
      <ul className="tg-cell-findings">
        <li className="pair">
          <span>{t('outSigned')}</span>
          <span>
            <By by={shift.out} />
          </span>
        </li>
        <li className="pair">
          <span>{t('inSigned')}</span>
          <span>
            {shift.in ? (
              <By by={shift.in} />
            ) : shift.named ? (
              t('waitsNamed', { officer: b(shift.named.name) })
            ) : (
              t('notYet')
            )}
          </span>
        </li>
        {shift.inNote && <li>{shift.inNote}</li>}
      </ul>
      <div className="tg-cell-side not-printed">
        {shift.can.receive === true ? (
          <ReceiveForm shift={shift} reserved={reserved} />
        ) : (
          shift.in === null && <p className="i3">{b(shift.can.receive)}</p>
        )}
        {shift.can.correct === true && !correcting && (
          <Button onClick={() => setCorrecting(true)}>{t('correct')}</Button>
        )}
        {correcting && (
          <ActForm
            name="text"
            label={t('correction')}
            missing={t('correctionMissing')}
            submit={t('correctSubmit')}
            maxLength={1000}
            act={correct}
            onCancel={() => setCorrecting(false)}
            onSubmit={(words) =>
              void (async () => {
                if (!(await correct.run(words))) return
                setCorrecting(false)
                await renewCell()
              })()
            }
          />
        )}
      </div>
    </Section>
  )
}

const ReceiveForm = ({ shift, reserved }: { shift: Shift; reserved: Record<string, string> }) => {
  const t = useText(text)
  const b = useBilingual()
  const [note, setNote] = useState('')
  const act = useAct((body: Receive, idempotencyKey) => post(`/shifts/${shift.id}/receive`, body, { idempotencyKey }))
  const faults = useFaults(act, ['note'])
  const reservations = Object.entries(reserved)
    .filter(([, words]) => words.trim() !== '')
    .map(([itemId, words]) => ({ itemId, text: words.trim() }))
  const why = shift.needsReason && shift.named
  return (
    <CellForm
      act={act}
      fields={['note']}
      submit={t('receive')}
      onSubmit={() =>
        void (async () => {
          if (await act.run({ note, reservations })) await renewCell()
        })()
      }
      note={reservations.length > 0 ? t('reservations', { count: reservations.length }) : undefined}
    >
      <Field
        label={t(why ? 'inNoteReason' : 'inNote')}
        error={faults['note']}
        required={Boolean(why)}
        {...(why ? { hint: t('inNoteReasonHint', { officer: b(why.name) }) } : {})}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
    </CellForm>
  )
}
