import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Deliberation } from '../../../../../src/actions/deliberate/model.ts'
import { Field, useNow, useText } from '../../../../kit/public.ts'
import { AgencyChoice } from './agency-choice.tsx'
import { RoomForm, useFaults } from './form.tsx'
import { MinutesChoice } from './minutes-choice.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

const FIELDS = ['question', 'basis', 'options', 'dueAt', 'tasks'] as const
type TaskRow = { key: number; title: string; forAgency: string | null; minutes: number; option: number | null }

/** Asks for a decision: question, options, by when, on what basis, and what becomes of it. */
export const AskForm = ({ incidentId, room, onEnd }: { incidentId: string; room: Deliberation; onEnd: () => void }) => {
  const t = useText(text)
  const now = useNow()
  const deed = useDeed()
  const fault = useFaults(deed, FIELDS)
  const [question, setQuestion] = useState('')
  const [basis, setBasis] = useState('')
  const [optionLines, setOptionLines] = useState('')
  const [minutes, setMinutes] = useState(30)
  const [tasks, setTasks] = useState<readonly TaskRow[]>([])
  const [tried, setTried] = useState(false)
  const options = optionLines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const change = (key: number, next: Partial<TaskRow>) =>
    setTasks((rows) => rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  const incomplete = tasks.some((row) => row.title.trim() === '' || row.forAgency === null)
  const submit = async () => {
    setTried(true)
    if (question.trim() === '' || basis.trim() === '' || options.length === 0 || options.length > 6 || incomplete)
      return
    const done = await deed.send(`/incidents/${incidentId}/decisions`, {
      question: question.trim(),
      basis: basis.trim(),
      options,
      dueAt: new Date(now.getTime() + minutes * 60_000).toISOString(),
      tasks: tasks.map(({ title, forAgency, minutes: within, option }) => ({
        title: title.trim(),
        forAgency,
        minutes: within,
        option,
      })),
    })
    if (done) onEnd()
  }
  return (
    <RoomForm
      deed={deed}
      fields={FIELDS}
      submit={t('askSubmit', { count: room.agencies.length })}
      onSubmit={() => void submit()}
      onCancel={onEnd}
    >
      <Field
        label={t('question')}
        hint={t('questionHint')}
        required
        error={fault('question', tried && question.trim() === '')}
      >
        <Input autoFocus maxLength={300} value={question} onChange={(event) => setQuestion(event.target.value)} />
      </Field>
      <Field label={t('basis')} hint={t('basisHint')} required error={fault('basis', tried && basis.trim() === '')}>
        <Input.TextArea rows={2} maxLength={2000} value={basis} onChange={(event) => setBasis(event.target.value)} />
      </Field>
      <Field
        label={t('options')}
        hint={t('optionsHint')}
        required
        error={tried && options.length > 6 ? t('optionsHint') : fault('options', tried && options.length === 0)}
      >
        <Input.TextArea
          rows={2}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1800}
          value={optionLines}
          onChange={(event) => setOptionLines(event.target.value)}
        />
      </Field>
      <Field label={t('dueIn')} error={fault('dueAt')}>
        <MinutesChoice value={minutes} onChange={(next) => setMinutes(next ?? 30)} />
      </Field>
      <fieldset className="tg-dl-rows">
        <legend>{t('decisionTasks')}</legend>
        {tasks.map((row) => (
          <div key={row.key} className="row">
            <Input
              aria-label={t('taskTitle')}
              placeholder={t('taskTitle')}
              maxLength={200}
              value={row.title}
              onChange={(event) => change(row.key, { title: event.target.value })}
            />
            <AgencyChoice
              label={t('taskFor')}
              agencies={room.agencies}
              value={row.forAgency}
              onChange={(forAgency) => change(row.key, { forAgency })}
            />
            <MinutesChoice
              label={t('taskLimit')}
              value={row.minutes}
              onChange={(next) => change(row.key, { minutes: next ?? row.minutes })}
            />
            {options.length > 1 && (
              <Select
                aria-label={t('taskOption')}
                value={row.option ?? -1}
                options={[
                  { value: -1, label: t('anyOption') },
                  ...options.map((_, i) => ({ value: i, label: t('optionNo', { no: i + 1 }) })),
                ]}
                onChange={(option: number) => change(row.key, { option: option < 0 ? null : option })}
              />
            )}
            <button
              type="button"
              className="tg-link"
              onClick={() => setTasks((rows) => rows.filter((one) => one !== row))}
            >
              {t('removeRow')}
            </button>
          </div>
        ))}
        {(fault('tasks') || (tried && incomplete)) && (
          <p className="fault" role="alert">
            <b>{t('error')}</b> {fault('tasks') ?? t('missing')}
          </p>
        )}
        <button
          type="button"
          className="tg-link"
          onClick={() =>
            setTasks((rows) => [
              ...rows,
              { key: (rows.at(-1)?.key ?? 0) + 1, title: '', forAgency: null, minutes: 30, option: null },
            ])
          }
        >
          {t('addTask')}
        </button>
      </fieldset>
    </RoomForm>
  )
}
