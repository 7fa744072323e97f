import { Input } from 'antd'
import { useState } from 'react'
import type { Table } from '../../../../src/actions/rules/model.ts'
import { Field, usePortZone, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { fromPortInput } from '../incidents/port-input.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { type Verb, Verbs } from '../warnings/verbs.tsx'
import { text } from './text.ts'
import { renewRules } from './use-rules.ts'

type Which = 'propose' | 'approve' | 'sendBack' | 'withdraw' | 'retire'
type Sent = { path: string; body: object }

/** Which verbs belong to a state; whether they are allowed, and why not, the server says. */
const VERBS: Readonly<Record<Table['phase'], readonly Which[]>> = {
  draft: ['propose', 'withdraw'],
  proposed: ['approve', 'sendBack', 'withdraw'],
  scheduled: ['retire'],
  in_force: ['retire'],
  superseded: ['retire'],
  retired: [],
  withdrawn: [],
}

/** Propose, approve, send back, withdraw, retire: one opens its form in place. */
export const Decisions = ({ table }: { table: Table }) => {
  const t = useText(text)
  const zone = usePortZone()
  const [open, setOpen] = useState<Which | null>(null)
  const [from, setFrom] = useState('')
  const act = useAct(({ path, body }: Sent, idempotencyKey) =>
    post(`/rules/${table.id}/${path}`, body, { idempotencyKey }),
  )
  // Only its author ever withdraws it; to others the verb would say nothing.
  const verbs = VERBS[table.phase].filter((which) => which !== 'withdraw' || table.mine)
  if (verbs.length === 0) return null
  const choose = (which: Which | null) => {
    act.forget()
    setOpen(which === open ? null : which)
  }
  const send = async (path: string, body: object) => {
    if (!(await act.run({ path, body }))) return
    setOpen(null)
    await renewRules()
  }
  const common = { act, onCancel: () => choose(null), maxLength: 1000 }
  const label = (which: Which): string => t(which)
  return (
    <div className="tg-rules-decisions">
      <Verbs
        verbs={verbs.map(
          (which, i): Verb => ({
            id: which,
            label: label(which),
            allowed: table.can[which],
            primary: i === 0 && which !== 'retire',
            open: open === which,
            onPress: () => choose(which),
          }),
        )}
      />
      {open === 'propose' && (
        <ActForm
          {...common}
          name="reason"
          label={t('proposeReason')}
          hint={t('proposeReasonHint')}
          missing={t('reasonMissing')}
          submit={t('propose')}
          others={['effectiveFrom']}
          onSubmit={(reason) =>
            void send('propose', { reason, effectiveFrom: fromPortInput(from, zone)?.toISOString() ?? null })
          }
        >
          <Field label={t('effectiveFrom')} hint={t('effectiveFromHint')}>
            <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
        </ActForm>
      )}
      {open === 'approve' && (
        <ActForm
          {...common}
          name="note"
          label={t('approveNote')}
          submit={t('approve')}
          onSubmit={(note) => void send('approve', note === '' ? {} : { note })}
        />
      )}
      {open === 'sendBack' && (
        <ActForm
          {...common}
          name="note"
          label={t('sendBackNote')}
          missing={t('reasonMissing')}
          submit={t('sendBack')}
          onSubmit={(note) => void send('return', { note })}
        />
      )}
      {open === 'retire' && (
        <ActForm
          {...common}
          name="reason"
          label={t('retireReason')}
          missing={t('reasonMissing')}
          submit={t('retire')}
          onSubmit={(reason) => void send('retire', { reason })}
        />
      )}
      {open === 'withdraw' && <Withdraw busy={act.busy} onDone={() => void send('withdraw', {})} />}
    </div>
  )
}

const Withdraw = ({ busy, onDone }: { busy: boolean; onDone: () => void }) => {
  const t = useText(text)
  return (
    <div className="tg-rules-sure">
      <p className="i2">{t('withdrawWords')}</p>
      <Verbs verbs={[{ id: 'sure', label: t('withdraw'), allowed: true, busy, onPress: onDone }]} />
    </div>
  )
}
