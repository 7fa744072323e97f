import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Channel, PutChannel } from '../../../../src/engine/outbox/model.ts'
import {
  Field,
  FormFault,
  faultsByField,
  LEVELS,
  Level,
  problemWords,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, put } from '../../api/public.ts'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewNotifications, usePosts } from './use-notifications.ts'

const NAMES = ['name', 'address', 'postId'] as const

/** An address of an agency: made, or changed. The key of a webhook is handed back once. */
export const ChannelForm = ({
  channel,
  onDone,
}: {
  channel: Channel | null
  onDone: (secret?: string | null) => void
}) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const posts = usePosts().data?.rows ?? []
  const [kind, setKind] = useState<PutChannel['kind']>(channel?.kind ?? 'email')
  const [name, setName] = useState(channel?.name ?? '')
  const [address, setAddress] = useState(channel?.address ?? '')
  const [postId, setPostId] = useState<string | null>(channel?.post?.id ?? null)
  const [minLevel, setMinLevel] = useState<PutChannel['minLevel']>(channel?.minLevel ?? 'blue')
  const [words, setWords] = useState<PutChannel['locale']>(channel?.locale ?? 'zh')
  const [tried, setTried] = useState(false)
  const act = useAct((body: PutChannel, idempotencyKey) =>
    channel
      ? put<{ secret: string | null }>(`/channels/${channel.id}`, body)
      : post<{ secret: string | null }>('/channels', body, { idempotencyKey }),
  )
  const server = act.problem ? faultsByField(act.problem, NAMES, locale) : {}
  const said = act.problem && problemWords(act.problem, locale)
  const whole = said && NAMES.every((one) => !server[one])
  const missing = (value: string | null) => (tried && (value ?? '').trim() === '' ? t('missing') : undefined)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '' || address.trim() === '' || postId === null) return
    const done = await act.run({
      kind,
      postId,
      name: name.trim(),
      address: address.trim(),
      minLevel,
      locale: words,
      active: channel?.active ?? true,
    })
    if (!done) return
    void renewNotifications()
    onDone(done.answer.secret)
  }
  return (
    <form className="tg-notify-form" noValidate onSubmit={(event) => void submit(event)}>
      <h3>{t(channel ? 'editChannel' : 'addChannel')}</h3>
      {channel === null && (
        <Radios
          legend={t('kind')}
          value={kind}
          onChange={setKind}
          choices={[
            { value: 'email', label: t('email') },
            { value: 'webhook', label: t('webhook') },
          ]}
        />
      )}
      <Field label={t('channelName')} hint={t('channelNameHint')} required error={missing(name) ?? server['name']}>
        <Input maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field
        label={t('address')}
        hint={t(kind === 'email' ? 'addressMailHint' : 'addressHookHint')}
        required
        error={missing(address) ?? server['address']}
      >
        <Input maxLength={500} value={address} onChange={(event) => setAddress(event.target.value)} />
      </Field>
      <Field label={t('channelPost')} hint={t('channelPostHint')} required error={missing(postId) ?? server['postId']}>
        <Select
          showSearch={{
            filterOption: (input, option) =>
              String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
          }}
          placeholder={t('choose')}
          value={postId}
          onChange={(id: string) => setPostId(id)}
          options={posts
            .filter((one) => one.active && !one.roles.includes('system') && !one.purposes.includes('administration'))
            .map((one) => ({
              value: one.id,
              label: [b(one.agency), b(one)].join(t('separator')),
              words: `${one.zh} ${one.en} ${one.agency.zh} ${one.agency.en}`.toLowerCase(),
            }))}
        />
      </Field>
      <Radios
        legend={t('minLevel')}
        value={minLevel}
        onChange={setMinLevel}
        choices={LEVELS.toReversed().map((level) => ({ value: level, label: <Level level={level} /> }))}
      />
      <Radios
        legend={t('language')}
        value={words}
        onChange={setWords}
        choices={[
          { value: 'zh', label: t('zhName') },
          { value: 'en', label: t('enName') },
        ]}
      />
      {whole && <FormFault what={server[''] ?? said.what} remedy={said.remedy} />}
      <div className="sounds">
        <Button type="primary" htmlType="submit" loading={act.busy}>
          {t(channel ? 'save' : 'create')}
        </Button>{' '}
        <Button onClick={() => onDone()}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
