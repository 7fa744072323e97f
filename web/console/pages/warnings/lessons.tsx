import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import type { LessonInput, Warning } from '../../../../src/actions/warn/model.ts'
import {
  Action,
  EmptyState,
  Field,
  FormFault,
  faultsByField,
  PortTime,
  problemWords,
  Section,
  Tag,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { Radios } from './radios.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { renewWarnings } from './use-warnings.ts'

const VERDICTS = ['right', 'partly', 'false_alarm', 'unknown'] as const
const TIMELY = ['in_time', 'late', 'unknown'] as const

/** After the end: was it right, was it in time, what to change. While it is in force only why there is nothing yet. */
export const Lessons = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const [writing, setWriting] = useState(false)
  const { lessons, can, state } = warning
  if (state === 'open') return null
  return (
    <Section
      title={t('lessons')}
      finding={lessons.length === 0 ? t('lessonsNone') : undefined}
      end={
        !writing && (
          <Action allowed={can.lesson} small onClick={() => setWriting(true)}>
            {t('lessonWrite')}
          </Action>
        )
      }
    >
      {lessons.length === 0 && !writing && <EmptyState>{t('lessonsOpen')}</EmptyState>}
      {writing && <LessonForm warning={warning} onDone={() => setWriting(false)} />}
      <ul className="tg-lessons">
        {lessons.map((row) => (
          <li key={row.id}>
            <p>
              <b>{t(`verdict_${row.verdict}`)}</b>
              {t('comma')}
              {t(`timely_${row.timely}`)} {row.issuer && <Tag>{t('lessonsIssuer')}</Tag>}
            </p>
            {row.change !== '' && <p className="change">{row.change}</p>}
            <small className="i3">
              {b(row.agency)} {b(row.post)} <PortTime at={row.at} />
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const LessonForm = ({ warning, onDone }: { warning: Warning; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const [verdict, setVerdict] = useState<LessonInput['verdict']>()
  const [timely, setTimely] = useState<LessonInput['timely']>()
  const [change, setChange] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct((body: LessonInput, idempotencyKey) =>
    post(`/warnings/${warning.id}/lessons`, body, { idempotencyKey }),
  )
  const server = act.problem ? faultsByField(act.problem, ['change'], locale) : {}
  const said = act.problem && problemWords(act.problem, locale)
  const empty = tried && verdict !== 'right' && change.trim() === ''
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!verdict || !timely || (verdict !== 'right' && change.trim() === '')) return
    const done = await act.run({ verdict, timely, change: change.trim() })
    if (!done) return
    onDone()
    await renewWarnings()
  }
  return (
    <form className="tg-lesson-form" noValidate onSubmit={(event) => void submit(event)}>
      <Radios
        legend={t('lessonVerdict')}
        required
        value={verdict}
        onChange={setVerdict}
        error={tried && !verdict ? t('lessonMissing') : undefined}
        choices={VERDICTS.map((value) => ({ value, label: t(`verdict_${value}`) }))}
      />
      <Radios
        legend={t('lessonTimely')}
        required
        value={timely}
        onChange={setTimely}
        error={tried && !timely ? t('lessonTimelyMissing') : undefined}
        choices={TIMELY.map((value) => ({ value, label: t(`timely_${value}`) }))}
      />
      <Field
        label={t('lessonChange')}
        hint={t('lessonChangeHint')}
        error={empty ? t('lessonChangeMissing') : server['change']}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={change}
          onChange={(event) => setChange(event.target.value)}
        />
      </Field>
      {said && !server['change'] && <FormFault what={server[''] ?? said.what} remedy={said.remedy} />}
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {t('lessonSubmit')}
        </Button>
        <Button onClick={onDone}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
