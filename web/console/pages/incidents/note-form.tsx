import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import type { Bilingual } from '../../../../src/base/public.ts'
import { Field, Section, useBilingual, useNow, useText } from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { writeNote } from '../../outbox/outbox.ts'
import { text } from './text.ts'

type Props = { incidentId: string; taskId?: string; allowed: true | Bilingual; touch?: boolean }

/** What was seen, in a sentence. It is safe on the device first and sent then, also where there is no network. */
export const NoteForm = ({ incidentId, taskId, allowed, touch = false }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const now = useNow()
  const { post } = useSignedIn()
  const [words, setWords] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  if (allowed !== true) return <p className="i3 sm">{b(allowed)}</p>
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const said = words.trim()
    if (said === '') return setFault(t('noteMissing'))
    try {
      await writeNote({
        id: crypto.randomUUID(),
        incidentId,
        taskId: taskId ?? null,
        text: said,
        // The server's clock as this page knows it, not the device's own.
        writtenAt: new Date(Math.max(now.getTime(), 0)).toISOString(),
        postId: post.id,
        refused: null,
      })
      setWords('')
      setFault(undefined)
    } catch {
      setFault(t('noteNotKept'))
    }
  }
  return (
    <form className={touch ? 'tg-note-form touch' : 'tg-note-form'} noValidate onSubmit={(event) => void submit(event)}>
      <Field label={t('noteLabel')} hint={t('noteHint')} error={fault}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      <Button htmlType="submit">{t('noteSubmit')}</Button>
    </form>
  )
}

export const NoteSection = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  return (
    <Section title={t('note')}>
      <div className="tg-note">
        <NoteForm incidentId={incident.id} allowed={incident.can.note} />
      </div>
    </Section>
  )
}
