import { useEffect, useState } from 'react'
import type { Channel, OutboxRow } from '../../../../src/engine/outbox/model.ts'
import {
  Action,
  Column,
  Columns,
  DataList,
  EmptyState,
  FormFault,
  Loaded,
  levelWord,
  Page,
  PortTime,
  problemWords,
  Section,
  Segments,
  timeOfDay,
  useAddress,
  useBilingual,
  useLocale,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { post, put, usePaged } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { ChannelForm } from './channel-form.tsx'
import { text } from './text.ts'
import { renewNotifications, useChannels } from './use-notifications.ts'
import '../warnings/warnings.css'
import './notifications.css'

/** Administration opens no content, so nothing of a notice is told live: the page looks again by itself. */
const LOOK_MS = 5_000
const STATES = ['all', 'waiting', 'delivered', 'failed', 'withheld', 'over'] as const

/** Administrator: does it reach people, and where not? */
const Delivery = () => {
  const t = useText(text)
  const channels = useChannels()
  useEffect(() => {
    const timer = setInterval(() => void renewNotifications(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const failed = channels.data?.rows.reduce((sum, row) => sum + row.failed, 0)
  const finding = failed === undefined ? undefined : failed > 0 ? t('deliveryFinding', { failed }) : t('deliveryFine')
  return (
    <Page title={t('deliveryTitle')} finding={finding}>
      <Columns template="minmax(0, 1fr) minmax(0, 1fr)">
        <Column>
          <Channels channels={channels} />
        </Column>
        <Column>
          <Outbox />
        </Column>
      </Columns>
    </Page>
  )
}

export default Delivery

const Channels = ({ channels }: { channels: ReturnType<typeof useChannels> }) => {
  const t = useText(text)
  const [open, setOpen] = useState<Channel | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const count = channels.data?.rows.filter((row) => row.active).length ?? 0
  return (
    <Section
      title={t('channels')}
      finding={channels.data && t('channelsFinding', { count })}
      end={
        open === null && (
          <Action small onClick={() => setOpen('new')}>
            {t('addChannel')}
          </Action>
        )
      }
    >
      {secret && (
        <div className="tg-secret" role="status">
          <b>{t('secretTitle')}</b>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be reached and selected by keys */}
          <code tabIndex={0}>{secret}</code>
          <small className="i2">{t('secretHint')}</small>
          <Action small onClick={() => setSecret(null)}>
            {t('copied')}
          </Action>
        </div>
      )}
      {open !== null && (
        <ChannelForm
          key={open === 'new' ? 'new' : open.id}
          channel={open === 'new' ? null : open}
          onDone={(made) => {
            setOpen(null)
            setSecret(made ?? null)
          }}
        />
      )}
      <Loaded query={channels}>
        {({ rows, mail }) => (
          <>
            <p className="tg-notify-hint">
              <b>{t('mailServer')}</b> {mail.setUp ? t('mailServerOn', { from: mail.from ?? '' }) : t('mailServerOff')}
            </p>
            <DataList
              label={t('channels')}
              rows={rows}
              rowKey={(row) => row.id}
              empty={<EmptyState>{t('channelsNone')}</EmptyState>}
            >
              {(row) => <ChannelLine row={row} onEdit={() => setOpen(row)} />}
            </DataList>
          </>
        )}
      </Loaded>
    </Section>
  )
}

const ChannelLine = ({ row, onEdit }: { row: Channel; onEdit: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const test = useAct((_: null, idempotencyKey) => post(`/channels/${row.id}/test`, undefined, { idempotencyKey }))
  const turn = useAct((active: boolean) =>
    put(`/channels/${row.id}`, {
      kind: row.kind,
      postId: row.post!.id,
      name: row.name,
      address: row.address,
      minLevel: row.minLevel,
      locale: row.locale,
      active,
    }),
  )
  const problem = test.problem ?? turn.problem
  const said = problem && problemWords(problem, locale)
  const then = () => renewNotifications()
  return (
    <div className="tg-channel">
      <span className={row.active ? '' : 'i3'}>
        {row.officer ? `${b(row.officer)} ${t('personal')}` : row.name}{' '}
        <small className="i3">
          {t(row.kind)} {row.address}
        </small>
        {!row.active && <b className="st"> {t('off')}</b>}
      </span>
      <small className="i3">
        {[
          b(row.agency),
          ...(row.post ? [t('seenAs', { post: b(row.post) })] : []),
          // An officer chooses levels one by one.
          ...(row.officer
            ? []
            : [row.minLevel === 'red' ? t('onlyRed') : t('andAbove', { level: levelWord(row.minLevel, locale) })]),
          t('fared', { delivered: row.delivered, failed: row.failed }),
        ].join(t('separator'))}{' '}
        {row.lastAt && <PortTime at={row.lastAt} />}
      </small>
      {row.officer === null && (
        <span className="act">
          {row.active && (
            <Action small busy={test.busy} onClick={() => void test.run(null).then(then)}>
              {t('test')}
            </Action>
          )}
          <Action small onClick={onEdit}>
            {t('edit')}
          </Action>
          <Action small busy={turn.busy} onClick={() => void turn.run(!row.active).then(then)}>
            {t(row.active ? 'switchOff' : 'switchOn')}
          </Action>
        </span>
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}

const Outbox = () => {
  const t = useText(text)
  const [asked] = useAddress('state', 'all')
  const state = STATES.find((one) => one === asked) ?? 'all'
  const outbox = usePaged<OutboxRow>(['notifications', 'outbox', state], '/outbox', { state })
  const word = (one: (typeof STATES)[number]) => (one === 'all' || one === 'waiting' ? t(one) : t(`state_${one}`))
  return (
    <Section title={t('outbox')}>
      <p className="tg-notify-hint">{t('outboxHint')}</p>
      <div className="tg-outbox-filter">
        <Segments name="state" label={t('state')} options={STATES.map((one) => ({ value: one, label: word(one) }))} />
      </div>
      <Loaded query={outbox}>
        {(rows) => (
          <DataList
            label={t('outbox')}
            rows={rows}
            rowKey={(row) => row.id}
            empty={<EmptyState>{t('outboxNone')}</EmptyState>}
            onMore={outbox.onMore}
            loadingMore={outbox.loadingMore}
          >
            {(row) => <OutboxLine row={row} />}
          </DataList>
        )}
      </Loaded>
    </Section>
  )
}

const OutboxLine = ({ row }: { row: OutboxRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const zone = usePortZone()
  const retry = useAct((_: null, idempotencyKey) => post(`/outbox/${row.id}/retry`, undefined, { idempotencyKey }))
  const said = retry.problem && problemWords(retry.problem, locale)
  const event = `event_${row.event.replaceAll('.', '_')}`
  const bad = row.state === 'failed' || row.state === 'withheld'
  return (
    <div className="tg-outbox-row">
      <span>
        {event in text.zh ? t(event as 'event_test') : t('event_other')}{' '}
        <small className="i3">{t('toPost', { agency: b(row.agency), post: b(row.post) })}</small>
      </span>
      <small className="i3">
        <span className={bad ? 'st' : 'i2'}>{t(`state_${row.state}`)}</span>{' '}
        {[
          ...(row.reason ? [b(row.reason)] : []),
          ...(row.reply && bad ? [t('reply', { code: String(row.reply) })] : []),
          ...(row.attempts > 1 ? [t('attempts', { count: row.attempts })] : []),
          ...(row.nextAt && row.attempts > 0 ? [t('next', { time: timeOfDay(new Date(row.nextAt), zone) })] : []),
          `${t(row.channelKind)} ${row.personal ? t('personal') : row.channelName}`,
          t('fromAgency', { agency: b(row.by) }),
        ].join(t('separator'))}{' '}
        <PortTime at={row.settledAt ?? row.sentAt ?? row.queuedAt} />
      </small>
      {row.can.retry === true && (
        <span className="act">
          <Action small busy={retry.busy} onClick={() => void retry.run(null).then(() => renewNotifications())}>
            {t('retry')}
          </Action>
        </span>
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}
