import { Input } from 'antd'
import { useState } from 'react'
import type { Deliberation, Question } from '../../../../../src/actions/deliberate/model.ts'
import {
  ClockWords,
  EmptyState,
  Field,
  PortTime,
  Section,
  useBilingual,
  useNow,
  useText,
} from '../../../../kit/public.ts'
import { ActForm } from '../../warnings/act-form.tsx'
import { shortName } from '../../warnings/short-name.ts'
import { AgencyChoice } from './agency-choice.tsx'
import { RoomForm, useFaults } from './form.tsx'
import { MinutesChoice } from './minutes-choice.tsx'
import { Refused, SectionAction } from './section-action.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

type Props = { incidentId: string; room: Deliberation }

/** What is not known yet, and who gets it. */
export const Questions = ({ incidentId, room }: Props) => {
  const t = useText(text)
  const [asking, setAsking] = useState(false)
  const open = room.questions.filter((one) => one.answer === null).length
  return (
    <Section
      title={t('unknowns')}
      finding={open > 0 ? t('unknownsFinding', { count: open }) : undefined}
      end={<SectionAction allowed={room.can.work} label={t('askQuestion')} onPress={() => setAsking(!asking)} />}
    >
      <Refused allowed={room.can.work} label={t('askQuestion')} />
      {asking && <AskForm incidentId={incidentId} room={room} onEnd={() => setAsking(false)} />}
      {room.questions.length === 0 && !asking && <EmptyState>{t('unknownsNone')}</EmptyState>}
      <ul className="tg-list">
        {room.questions.map((one) => (
          <li key={one.id} className="tg-dl-item">
            <Line question={one} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Line = ({ question }: { question: Question }) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const [answering, setAnswering] = useState(false)
  const { answer } = question
  const send = async (words: string) => {
    if (await deed.send(`/questions/${question.id}/answer`, { answer: words })) setAnswering(false)
  }
  return (
    <>
      <div className="tg-dl-line">
        <span className={answer ? 'i2' : undefined}>{question.words}</span>
        {answer === null && question.dueAt && <ClockWords startedAt={question.at} dueAt={question.dueAt} />}
      </div>
      <p className="i3 sm">
        {shortName(b(question.forAgency))}
        {question.can.answer === true && !answering && (
          <>
            {' '}
            <button type="button" className="tg-link" onClick={() => setAnswering(true)}>
              {t('answer')}
            </button>
          </>
        )}
      </p>
      {answer && (
        <p>
          {answer.words}{' '}
          <small className="i3">
            {t('answeredBy', { agency: shortName(b(answer.by.agency)) })} <PortTime at={answer.at} />
          </small>
        </p>
      )}
      {answering && (
        <ActForm
          name="answer"
          label={t('answerWords')}
          missing={t('missing')}
          submit={t('answerSubmit')}
          maxLength={2000}
          act={deed}
          onCancel={() => setAnswering(false)}
          onSubmit={(words) => void send(words)}
        />
      )}
    </>
  )
}

const FIELDS = ['words', 'forAgency', 'dueAt'] as const

const AskForm = ({ incidentId, room, onEnd }: Props & { onEnd: () => void }) => {
  const t = useText(text)
  const now = useNow()
  const deed = useDeed()
  const fault = useFaults(deed, FIELDS)
  const [words, setWords] = useState('')
  const [forAgency, setAgency] = useState<string | null>(null)
  const [minutes, setMinutes] = useState<number | null>(null)
  const [tried, setTried] = useState(false)
  const submit = async () => {
    setTried(true)
    if (words.trim() === '' || forAgency === null) return
    const dueAt = minutes === null ? null : new Date(now.getTime() + minutes * 60_000).toISOString()
    if (await deed.send(`/incidents/${incidentId}/questions`, { words: words.trim(), forAgency, dueAt })) onEnd()
  }
  return (
    <RoomForm deed={deed} fields={FIELDS} submit={t('questionSubmit')} onSubmit={() => void submit()} onCancel={onEnd}>
      <Field label={t('questionWords')} required error={fault('words', tried && words.trim() === '')}>
        <Input autoFocus maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
      </Field>
      <Field label={t('questionFor')} required error={fault('forAgency', tried && forAgency === null)}>
        <AgencyChoice agencies={room.agencies} value={forAgency} onChange={setAgency} />
      </Field>
      <Field label={t('questionDue')} error={fault('dueAt')}>
        <MinutesChoice value={minutes} none={t('noDue')} onChange={setMinutes} />
      </Field>
    </RoomForm>
  )
}
