import { Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { Deliberation, Dissent, Hypothesis } from '../../../../../src/actions/deliberate/model.ts'
import { EmptyState, Field, PortTime, Section, useBilingual, useNow, useText } from '../../../../kit/public.ts'
import { ActForm } from '../../warnings/act-form.tsx'
import { shortName } from '../../warnings/short-name.ts'
import { Verbs } from '../../warnings/verbs.tsx'
import { RoomForm, useFaults } from './form.tsx'
import { stepsOf } from './moved-geometry.ts'
import { Refused, SectionAction } from './section-action.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

type Props = { incidentId: string; room: Deliberation }

/** What may be behind it, how likely each is in the words of one scale, who does not agree, and how the belief moved. */
export const Hypotheses = ({ incidentId, room }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const [putting, setPutting] = useState(false)
  const { hypotheses } = room
  const put = async (statement: string) => {
    if (await deed.send(`/incidents/${incidentId}/hypotheses`, { statement })) setPutting(false)
  }
  return (
    <Section
      title={t('hypotheses')}
      finding={hypotheses.length > 0 ? t('hypothesesFinding', { count: hypotheses.length }) : undefined}
      end={<SectionAction allowed={room.can.work} label={t('putHypothesis')} onPress={() => setPutting(!putting)} />}
    >
      <Refused allowed={room.can.work} label={t('putHypothesis')} />
      {putting && (
        <div className="tg-dl-inset">
          <ActForm
            name="statement"
            label={t('statement')}
            hint={t('statementHint')}
            missing={t('missing')}
            submit={t('putSubmit')}
            maxLength={500}
            act={deed}
            onCancel={() => setPutting(false)}
            onSubmit={(statement) => void put(statement)}
          />
        </div>
      )}
      {hypotheses.length === 0 && !putting && <EmptyState>{t('hypothesesNone')}</EmptyState>}
      <ul className="tg-list">
        {hypotheses.map((one) => (
          <li key={one.id} className="tg-dl-item">
            <One hypothesis={one} scale={room.scale} />
          </li>
        ))}
      </ul>
      {hypotheses.length > 0 && <p className="tg-dl-source i3 sm">{b(room.scaleSource)}</p>}
    </Section>
  )
}

type Scale = Deliberation['scale']

const One = ({ hypothesis, scale }: { hypothesis: Hypothesis; scale: Scale }) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const [form, setForm] = useState<'move' | 'dissent' | null>(null)
  const belief = hypothesis.beliefs.at(-1)
  const band = belief && scale.find((one) => one.word === belief.word)
  const { column } = hypothesis
  const open = (next: 'move' | 'dissent') => {
    deed.forget()
    setForm(form === next ? null : next)
  }
  const state = async (words: string) => {
    if (await deed.send(`/hypotheses/${hypothesis.id}/dissents`, { words })) setForm(null)
  }
  return (
    <article className="tg-dl-hypothesis" aria-label={`${hypothesis.no} ${hypothesis.statement}`}>
      <div className="head">
        <b>
          {hypothesis.no} {hypothesis.statement}
        </b>
        {belief && band ? (
          <span className="nw">
            <b>{b(band)}</b> <small className="i2">{t('interval', { low: belief.low, high: belief.high })}</small>
          </span>
        ) : (
          <span className="i3 nw">{t('unjudged')}</span>
        )}
      </div>
      <Bar low={belief?.low ?? null} high={belief?.high ?? null} />
      <p className="i3 sm">
        {shortName(b(hypothesis.by.agency))} <PortTime at={hypothesis.at} />
        {t('semicolon')}
        {t('against', { count: column.against, sum: column.inconsistency })}
        {t('comma')}
        {t('inFavour', { count: column.for })}
        {column.notCounted > 0 && `${t('comma')}${t('notCounted', { count: column.notCounted })}`}
      </p>
      {hypothesis.dissents.map((one) => (
        <DissentLine key={one.id} dissent={one} />
      ))}
      <Moved hypothesis={hypothesis} scale={scale} />
      <Verbs
        small
        verbs={[
          {
            id: 'move',
            label: t('move'),
            allowed: hypothesis.can.move,
            open: form === 'move',
            onPress: () => open('move'),
          },
          {
            id: 'dissent',
            label: t('dissent'),
            allowed: hypothesis.can.dissent,
            open: form === 'dissent',
            onPress: () => open('dissent'),
          },
        ]}
      />
      {form === 'move' && <MoveForm hypothesis={hypothesis} scale={scale} onEnd={() => setForm(null)} />}
      {form === 'dissent' && (
        <ActForm
          name="words"
          label={t('dissentWords')}
          hint={t('dissentHint')}
          missing={t('missing')}
          submit={t('dissentSubmit')}
          maxLength={2000}
          act={deed}
          onCancel={() => setForm(null)}
          onSubmit={(words) => void state(words)}
        />
      )}
    </article>
  )
}

/** The interval on a line of 0 to 100; what nobody has judged is drawn as unknown. */
const Bar = ({ low, high }: { low: number | null; high: number | null }) => (
  <div className={low === null ? 'tg-dl-bar unknown' : 'tg-dl-bar'} aria-hidden="true">
    {low !== null && high !== null && <i style={{ left: `${low}%`, width: `${high - low}%` }} />}
  </div>
)

const DissentLine = ({ dissent }: { dissent: Dissent }) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const [withdrawing, setWithdrawing] = useState(false)
  const withdraw = async (reason: string) => {
    if (await deed.send(`/dissents/${dissent.id}/withdraw`, { reason })) setWithdrawing(false)
  }
  return (
    <div className={dissent.withdrawn ? 'tg-dl-dissent gone' : 'tg-dl-dissent'}>
      <p>
        <b>{t('dissentIs')}</b> {shortName(b(dissent.by.agency))}
        {t('colon')}
        {dissent.words}{' '}
        {dissent.can.withdraw === true && (
          <button type="button" className="tg-link" onClick={() => setWithdrawing(!withdrawing)}>
            {t('withdraw')}
          </button>
        )}
      </p>
      {dissent.withdrawn && (
        <p className="i3 sm">
          {t('withdrawn', { reason: dissent.withdrawn.reason })} <PortTime at={dissent.withdrawn.at} />
        </p>
      )}
      {withdrawing && (
        <ActForm
          name="reason"
          label={t('withdrawReason')}
          missing={t('reasonMissing')}
          submit={t('withdrawSubmit')}
          maxLength={2000}
          act={deed}
          onCancel={() => setWithdrawing(false)}
          onSubmit={(reason) => void withdraw(reason)}
        />
      )}
    </div>
  )
}

const WIDTH = 400
const HEIGHT = 56

/** Steps over time, and below them who said so and why. */
const Moved = ({ hypothesis, scale }: { hypothesis: Hypothesis; scale: Scale }) => {
  const t = useText(text)
  const b = useBilingual()
  const now = useNow()
  const { beliefs } = hypothesis
  if (beliefs.length === 0) return null
  const steps = stepsOf(beliefs, now)
  return (
    <details className="tg-dl-moved">
      <summary>
        {t('moved')} <small className="i3">{t('movedFinding', { count: beliefs.length })}</small>
      </summary>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <line className="half" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        {steps.map((step) => (
          <g key={step.from}>
            <rect
              x={step.from * WIDTH}
              width={Math.max(1, (step.to - step.from) * WIDTH)}
              y={(1 - step.high) * HEIGHT}
              height={Math.max(1, (step.high - step.low) * HEIGHT)}
            />
            <line
              className="middle"
              x1={step.from * WIDTH}
              x2={step.to * WIDTH}
              y1={(1 - (step.low + step.high) / 2) * HEIGHT}
              y2={(1 - (step.low + step.high) / 2) * HEIGHT}
            />
          </g>
        ))}
      </svg>
      <ol>
        {beliefs.toReversed().map((one) => {
          const word = scale.find((row) => row.word === one.word)
          return (
            <li key={one.at}>
              <PortTime at={one.at} /> <b>{word ? b(word) : ''}</b> {t('interval', { low: one.low, high: one.high })}{' '}
              <span className="i2">
                {shortName(b(one.by.agency))}
                {t('colon')}
                {one.reason}
              </span>
            </li>
          )
        })}
      </ol>
    </details>
  )
}

const FIELDS = ['word', 'low', 'high', 'reason'] as const

const MoveForm = ({ hypothesis, scale, onEnd }: { hypothesis: Hypothesis; scale: Scale; onEnd: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const fault = useFaults(deed, FIELDS)
  const last = hypothesis.beliefs.at(-1)
  const [word, setWord] = useState(last?.word ?? 'even')
  const [low, setLow] = useState<number>(last?.low ?? 45)
  const [high, setHigh] = useState<number>(last?.high ?? 55)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const choose = (next: typeof word) => {
    const band = scale.find((one) => one.word === next)
    setWord(next)
    if (band) {
      setLow(band.low)
      setHigh(band.high)
    }
  }
  const submit = async () => {
    setTried(true)
    if (reason.trim() === '') return
    if (await deed.send(`/hypotheses/${hypothesis.id}/beliefs`, { word, low, high, reason: reason.trim() })) onEnd()
  }
  return (
    <RoomForm deed={deed} fields={FIELDS} submit={t('moveSubmit')} onSubmit={() => void submit()} onCancel={onEnd}>
      <div className="tg-dl-three">
        <Field label={t('word')} error={fault('word')}>
          <Select
            value={word}
            options={scale.map((band) => ({
              value: band.word,
              label: `${b(band)} ${t('interval', { low: band.low, high: band.high })}`,
            }))}
            onChange={choose}
          />
        </Field>
        <Field label={t('low')} error={fault('low')}>
          <InputNumber min={0} max={100} precision={0} value={low} onChange={(value) => setLow(value ?? 0)} />
        </Field>
        <Field label={t('high')} error={fault('high')}>
          <InputNumber min={0} max={100} precision={0} value={high} onChange={(value) => setHigh(value ?? 100)} />
        </Field>
      </div>
      <Field
        label={t('moveReason')}
        hint={t('moveReasonHint')}
        required
        error={fault('reason', tried && reason.trim() === '')}
      >
        <Input.TextArea rows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </RoomForm>
  )
}
