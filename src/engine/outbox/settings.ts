/** How an officer wants to be told: the own address, quiet hours, levels, sound. Everybody keeps the own settings and sees no others. */
import { DomainError, invalid, uuid } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { quietUntil } from './decide.ts'
import { type ChangeSettings, LEVELS, type NoticeLevel, type Settings } from './model.ts'
import { RECEIPT_COLUMNS, receiptOf } from './queue.ts'
import { recordOf } from './record.ts'
import { checkMail } from './targets.ts'
import { TEST } from './test-notice.ts'

type Own = { id: string; address: string; locale: 'zh' | 'en'; active: boolean }
type Preference = {
  levels: NoticeLevel[]
  quiet_zone: string
  quiet_from: number | null
  quiet_to: number | null
  sound: boolean
  browser: boolean
  show_title: boolean
}

const NO_PERSON = { zh: '接口程序没有个人通知设置。', en: 'A program has no settings of its own.' }
const NO_ADDRESS = { zh: '请先填写并启用邮箱。', en: 'Give an address and switch it on first.' }

const findOwn = async (call: Call): Promise<Own | undefined> =>
  (
    await call.tx.query<Own>('select id, address, locale, active from reach_channel where account_id = $1', [
      call.actor.accountId,
    ])
  )[0]

export const getSettings = async (call: Call, house: House): Promise<Settings> => {
  const person = call.actor.accountId !== null
  const own = person ? await findOwn(call) : undefined
  const [set] = await call.tx.query<Preference>(
    'select levels, quiet_zone, quiet_from, quiet_to, sound, browser, show_title from reach_preference where account_id = $1',
    [call.actor.accountId],
  )
  const [last] = own
    ? await call.tx.query(
        `select ${RECEIPT_COLUMNS} from outbox o join post p using (post_id)
          where o.realm = $1 and o.channel_id = $2 order by o.queued_at desc limit 1`,
        [call.realm, own.id],
      )
    : []
  const hours =
    set && set.quiet_from !== null && set.quiet_to !== null
      ? { zone: set.quiet_zone, from: set.quiet_from, to: set.quiet_to }
      : null
  const mailSetUp = (house.reach?.smtpUrl ?? null) !== null
  return {
    email: own ? { address: own.address, locale: own.locale, active: own.active } : null,
    levels: set?.levels ?? [...LEVELS],
    quiet: set && set.quiet_from !== null && set.quiet_to !== null ? { from: set.quiet_from, to: set.quiet_to } : null,
    zone: set?.quiet_zone ?? house.portZone,
    sound: set?.sound ?? true,
    browser: set?.browser ?? false,
    showTitle: set?.show_title ?? false,
    quietUntil: quietUntil(call.at, hours, null)?.toISOString() ?? null,
    mailSetUp,
    last: last ? receiptOf(last as Parameters<typeof receiptOf>[0]) : null,
    // Without a mail server the test fails, and the receipt says why.
    can: { change: person ? true : NO_PERSON, test: own?.active ? true : NO_ADDRESS },
  }
}

const checkZone = (zone: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw invalid('zone', '没有这个时区。请从列表中选择。', 'There is no such time zone. Choose one from the list.')
  }
}

/** @throws DomainError `forbidden` for a program, `invalid` */
export const changeSettings = async (call: Call, house: House, input: ChangeSettings): Promise<Settings> => {
  const { accountId } = call.actor
  if (accountId === null) throw new DomainError('forbidden', NO_PERSON)
  const zone = checkZone(input.zone)
  await call.tx.query(
    `insert into reach_preference (account_id, levels, quiet_zone, quiet_from, quiet_to, sound, browser, show_title)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (account_id) do update set levels = excluded.levels, quiet_zone = excluded.quiet_zone, quiet_from = excluded.quiet_from,
       quiet_to = excluded.quiet_to, sound = excluded.sound, browser = excluded.browser, show_title = excluded.show_title, changed_at = now()`,
    [
      accountId,
      LEVELS.filter((level) => input.levels.includes(level)),
      zone,
      input.quiet?.from ?? null,
      input.quiet?.to ?? null,
      input.sound,
      input.browser,
      input.showTitle,
    ],
  )
  const own = await findOwn(call)
  if (input.email) {
    const address = checkMail(input.email.address, 'email')
    await call.tx.query(
      own
        ? `update reach_channel set address = $2, locale = $3, active = $4, agency_id = $5, changed_at = now() where id = $1`
        : `insert into reach_channel (id, kind, agency_id, account_id, name, address, min_level, locale, active)
           values ($1, 'email', $5, $6, '', $2, 'blue', $3, $4)`,
      [
        own?.id ?? uuid(),
        address,
        input.email.locale,
        input.email.active,
        call.actor.agencyId,
        ...(own ? [] : [accountId]),
      ],
    )
  } else if (own)
    await call.tx.query('update reach_channel set active = false, changed_at = now() where id = $1', [own.id])
  await recordOf(call, 'notification.settings_changed', `account/${accountId}`, call.actor.agencyId, {
    mail: input.email?.active ?? false,
    quiet: input.quiet !== null,
  })
  return getSettings(call, house)
}

/** A message to oneself, through the same outbox as every other. */
export const testOwn = async (call: Call, house: House): Promise<void> => {
  const { can } = await getSettings(call, house)
  if (can.test !== true) throw new DomainError('conflict', can.test)
  const own = (await findOwn(call))!
  await call.enqueue(TEST, {
    channelId: own.id,
    postId: call.actor.postId,
    onBehalf: systemPostOf(call.actor.agencyId),
    realm: call.realm,
  })
  await recordOf(call, 'channel.tested', `channel/${own.id}`, call.actor.agencyId, { kind: 'email' })
}
