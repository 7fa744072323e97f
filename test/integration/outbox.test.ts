/** Reaching people, on a real database against a real mail server and a real HTTP receiver. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { acknowledgeWarning, endWarning, getWarning, issueWarning } from '../../src/actions/warn/service.ts'
import { subscribe } from '../../src/actions/warn/subscriptions.ts'
import { DomainError } from '../../src/base/public.ts'
import { listChannels, listOutbox, putChannel, retryNotice, testChannel } from '../../src/engine/outbox/channels.ts'
import { MOST_ATTEMPTS } from '../../src/engine/outbox/decide.ts'
import { tasks as outboxTasks } from '../../src/engine/outbox/public.ts'
import { changeSettings, getSettings } from '../../src/engine/outbox/settings.ts'
import { type Call, inCall } from '../../src/ledger/public.ts'
import { startJobs, withRole } from '../../src/store/public.ts'
import { asAdmin } from '../support/database.ts'
import { mailServer, wordsOf } from '../support/mail-server.ts'
import { type Officer, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'
const SECRET_BODY = '箱内为未申报氯酸盐，涉及三号堆场'
const warning = (audience: string[], more: object = {}) => ({
  level: 'orange' as const,
  title: '疑似危险货物瞒报',
  body: SECRET_BODY,
  riskType: RISK,
  place: 'sea' as const,
  jurisdiction: 'CN' as const,
  audience,
  ackMinutes: 15,
  ...more,
})

const outboxSite = async (t: { after(fn: () => Promise<void>): void }) => {
  const site = await respondSite(t)
  const mail = await mailServer(t)
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-outbox-'))
  t.after(async () => rmSync(folder, { recursive: true, force: true }))
  Object.assign(site.house, {
    dataDir: folder,
    reach: {
      smtpUrl: mail.url,
      mailFrom: 'Tongguan <duty@port.example>',
      publicUrl: 'https://port.example',
      localTargets: true,
    },
  })
  const customs = await site.officer('customs')
  const admin = await site.officer('customs', ['administrator'], ['administration'])
  /** An officer with an address of the own. */
  const reachable = async (agency: string, roles?: string[], settings: object = {}): Promise<Officer> => {
    const officer = await site.officer(agency, roles)
    await site.as(officer, (call) =>
      changeSettings(call, site.house, {
        email: { address: `${agency}.${roles?.[0] ?? 'duty'}@port.example`, locale: 'zh', active: true },
        levels: ['blue', 'yellow', 'orange', 'red'],
        quiet: null,
        zone: 'Asia/Shanghai',
        sound: true,
        browser: false,
        showTitle: false,
        ...settings,
      }),
    )
    return officer
  }
  const issue = (audience: string[], more: object = {}) =>
    site.as(customs, (call) => issueWarning(call, warning(audience, more))).then((made) => made.id)
  const receipts = async (who: Officer, id: string, agency: string) =>
    (await site.as(who, (call) => getWarning(call, id))).acknowledgements.find((one) => one.agency.id === agency)!
      .receipts
  /** Runs what is due by now. A job for at once is due by the database's clock, which runs. */
  const send = () => site.passTo(new Date(Math.max(site.clock.now().getTime(), Date.now() + 1_000)))
  const minutes = (count: number) => site.passTo(new Date(site.clock.now().getTime() + count * 60_000))
  return { site, mail, customs, admin, reachable, issue, receipts, send, minutes }
}

const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => assert.fail('was not refused'),
    (error: unknown) => {
      assert.ok(error instanceof DomainError, String(error))
      return error
    },
  )

test('a warning reaches officers of its audience by mail, with level, title and link, and the receipt says so', async (t) => {
  const { site, mail, customs, reachable, issue, receipts, send } = await outboxSite(t)
  const msa = await reachable('msa')
  await reachable('heritage')
  await reachable('customs')
  const id = await issue(['msa'])
  assert.equal((await receipts(customs, id, 'msa'))[0]?.state, 'queued')
  await send()
  assert.deepEqual(
    mail.taken.map((letter) => letter.to),
    [['msa.duty@port.example']],
    'nobody else is written to',
  )
  const words = wordsOf(mail.taken[0]!)
  for (const part of ['【橙色预警】', '疑似危险货物瞒报', `https://port.example/warnings/${id}`])
    assert.ok(words.includes(part), part)
  assert.ok(!words.includes('氯酸盐'), 'the text stays inside')
  const [receipt] = await receipts(customs, id, 'msa')
  assert.deepEqual(
    [receipt?.state, receipt?.attempts, receipt?.reason, receipt?.acknowledgedAt],
    ['delivered', 1, null, null],
  )
  assert.ok(!JSON.stringify(receipt).includes('@'), 'no address leaves')
  await site.as(msa, (call) => acknowledgeWarning(call, id, undefined))
  assert.notEqual((await receipts(customs, id, 'msa'))[0]?.acknowledgedAt, null)
})

test('the reminder goes to the duty officers, the escalations to the commanders', async (t) => {
  const { mail, reachable, issue, minutes } = await outboxSite(t)
  await reachable('msa')
  await reachable('msa', ['commander'])
  await reachable('customs', ['commander'])
  await issue(['msa'])
  await minutes(30)
  const got = mail.taken.map((letter) => `${letter.to[0]} ${/：([^\n]*)/.exec(wordsOf(letter))?.[1]?.trim()}`)
  assert.deepEqual(got.sort(), [
    'customs.commander@port.example 接收单位仍未确认',
    'msa.commander@port.example 本单位到时未确认',
    'msa.commander@port.example 请确认收到',
    'msa.duty@port.example 即将到时，请确认',
    'msa.duty@port.example 请确认收到',
  ])
})

test('a post without a duty in warnings is told where it subscribed, and never of what it may not see', async (t) => {
  const { site, mail, reachable, issue, send } = await outboxSite(t)
  const data = await reachable('msa', ['data_officer'])
  await issue(['msa'])
  await send()
  assert.equal(mail.taken.length, 0)
  await site.as(data, (call) => subscribe(call, { for: 'post', domain: 'social', minLevel: 'orange' }))
  await issue(['msa'])
  await issue(['nia'])
  await issue(['msa'], { level: 'blue' })
  await send()
  assert.equal(mail.taken.length, 1)
})

test('contents follow the access of the recipient when it is sent: a lost right sends nothing and says so', async (t) => {
  const { site, mail, customs, reachable, issue, receipts, send } = await outboxSite(t)
  const msa = await reachable('msa')
  const nia = await reachable('nia')
  const local = await reachable('local_gov')
  const gone = await reachable('port_office')
  const id = await issue(['msa', 'nia', 'local_gov', 'port_office'])
  await withRole(site.db, 'auth', async (tx) => {
    // One left the post, one account was disabled, one post was switched off.
    await tx.query('update account_post set valid_to = now() where account_id = $1', [msa.account])
    await tx.query('update account set disabled_at = now() where account_id = $1', [nia.account])
    await tx.query(`select app.put_post($1, 'local_gov', 'x', 'x', '{duty_officer}', '{port_security}', false)`, [
      local.post,
    ])
  })
  // One agency was taken out of the warning's group.
  await withRole(site.db, 'owner', (tx) =>
    tx.query(`select app.end_group_member((select group_id from warning where id = $1), 'port_office', now())`, [id]),
  )
  await send()
  assert.equal(mail.taken.length, 0)
  const said = async (agency: string) => {
    const [one] = await receipts(customs, id, agency)
    return [one?.state, one?.reason?.zh]
  }
  assert.deepEqual(await said('msa'), ['withheld', '已不在该岗位，没有发出'])
  assert.deepEqual(await said('nia'), ['withheld', '账号已停用，没有发出'])
  assert.deepEqual(await said('local_gov'), ['withheld', '已不在该岗位，没有发出'])
  assert.deepEqual(await said('port_office'), ['withheld', '接收方已无权查看，没有发出'])
  assert.ok(gone.post)
})

test('a passing refusal is tried again under the same id; a final one is not; a person may start it again', async (t) => {
  const { site, mail, customs, admin, reachable, issue, receipts, send, minutes } = await outboxSite(t)
  await reachable('msa')
  const seen: string[] = []
  mail.setPolicy((letter) => {
    seen.push(letter.messageId)
    return seen.length < 3 ? 451 : undefined
  })
  const id = await issue(['msa'])
  await send()
  const [first] = await receipts(customs, id, 'msa')
  assert.deepEqual([first?.state, first?.reason?.zh, first?.attempts], ['queued', '对方暂时不收', 1])
  await minutes(5)
  assert.equal(seen.length, 3)
  assert.equal(new Set(seen).size, 1, 'one Message-ID for every try')
  assert.equal((await receipts(customs, id, 'msa'))[0]?.state, 'delivered')

  mail.setPolicy(() => 550)
  const refused = await issue(['msa'])
  await send()
  assert.deepEqual(
    (await receipts(customs, refused, 'msa')).map((one) => [one.state, one.attempts, one.reason?.zh]),
    [['failed', 1, '对方拒收']],
  )
  await mail.close()
  const away = await issue(['msa'], { ackMinutes: 1440 })
  await minutes(6 * 60)
  const [given] = await receipts(customs, away, 'msa')
  assert.deepEqual([given?.state, given?.attempts, given?.reason?.zh], ['failed', MOST_ATTEMPTS, '连不上对方服务器'])

  const { rows: all } = await site.as(admin, (call) => listOutbox(call, { state: 'failed' }))
  const failed = { rows: all.filter((row) => row.event === 'warning.issued') }
  assert.equal(failed.rows.length, 2)
  assert.ok(!JSON.stringify(all).includes('瞒报'), 'administration opens no content')
  const again = await mailServer(t)
  site.house.reach!.smtpUrl = again.url
  await site.as(admin, (call) => retryNotice(call, failed.rows[0]!.id))
  await send()
  assert.equal(again.taken.length, 1)
  const done = await site.as(admin, (call) => listOutbox(call, { state: 'delivered' }))
  assert.equal((await refusal(site.as(admin, (call) => retryNotice(call, done.rows[0]!.id)))).code, 'conflict')
})

test('quiet hours put off what is not red; what is settled meanwhile is not sent at all', async (t) => {
  const { site, mail, customs, reachable, issue, receipts, send } = await outboxSite(t)
  // 23:00 at the port.
  site.clock.set(new Date(`${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T15:00:00.000Z`))
  await reachable('msa', undefined, { quiet: { from: 22 * 60, to: 7 * 60 } })
  const orange = await issue(['msa'], { ackMinutes: 1440 })
  const settled = await issue(['msa'], { ackMinutes: 1440 })
  await issue(['msa'], { level: 'red', ackMinutes: 1440 })
  await send()
  assert.deepEqual(
    mail.taken.map((letter) => wordsOf(letter).slice(0, 6)),
    ['【红色预警】'],
  )
  const [waiting] = await receipts(customs, orange, 'msa')
  assert.deepEqual([waiting?.state, waiting?.reason?.zh], ['queued', '免打扰时段，之后再发'])
  assert.equal(waiting?.nextAt?.slice(11), '23:00:00.000Z')
  await site.as(customs, (call) => endWarning(call, settled, '已排除'))
  await site.passTo(new Date(waiting!.nextAt!))
  assert.equal((await receipts(customs, orange, 'msa')).at(-1)?.state, 'delivered')
  assert.equal((await receipts(customs, settled, 'msa')).find((one) => one.event === 'warning.issued')?.state, 'over')
})

test('levels that an officer did not ask for are not sent', async (t) => {
  const { mail, reachable, issue, send } = await outboxSite(t)
  await reachable('msa', undefined, { levels: ['red'] })
  await issue(['msa'])
  await send()
  assert.equal(mail.taken.length, 0)
  await issue(['msa'], { level: 'red' })
  await send()
  assert.equal(mail.taken.length, 1)
})

type Post = { headers: IncomingMessage['headers']; body: string }
const receiver = async (t: { after(fn: () => Promise<void>): void }) => {
  const posts: Post[] = []
  let answer: { status: number; location?: string } = { status: 204 }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      posts.push({ headers: request.headers, body })
      response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  t.after(async () => void server.close())
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}/in`,
    posts,
    setAnswer: (next: typeof answer) => {
      answer = next
    },
  }
}

test('a webhook is signed, has one delivery id, follows no redirect and no local address on an ordinary site', async (t) => {
  const { site, customs, admin, issue, receipts, send, minutes } = await outboxSite(t)
  const hook = await receiver(t)
  const msa = await site.officer('msa')
  const channel = {
    kind: 'webhook' as const,
    postId: msa.post,
    name: '值班平台',
    address: hook.url,
    minLevel: 'yellow' as const,
    locale: 'zh' as const,
    active: true,
  }
  const asAdministrator = <T>(fn: (call: Call) => Promise<T>) => site.as(admin, fn)
  const { id: channelId, secret } = await asAdministrator((call) => putChannel(call, site.house, channel))
  hook.setAnswer({ status: 503 })
  const id = await issue(['msa'])
  await send()
  hook.setAnswer({ status: 200 })
  await minutes(2)
  const [first, second] = hook.posts
  assert.equal(hook.posts.length, 2)
  assert.equal(first!.headers['tongguan-delivery'], second!.headers['tongguan-delivery'])
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(second!.headers['tongguan-signature']))!
  assert.equal(
    signature,
    createHmac('sha256', Buffer.from(secret!, 'hex')).update(`${seconds}.${second!.body}`).digest('hex'),
  )
  assert.deepEqual(Object.keys(JSON.parse(second!.body)).sort(), [
    'delivery',
    'event',
    'level',
    'link',
    'place',
    'realm',
    'title',
    'what',
  ])
  assert.ok(!second!.body.includes('氯酸盐'))
  assert.equal((await receipts(customs, id, 'msa'))[0]?.state, 'delivered')

  // The key is nowhere in the clear.
  const kept = await site.db.owner.query('select encode(secret, $1) as secret from reach_channel', ['hex'])
  assert.ok(!kept.rows[0].secret.includes(secret))

  hook.setAnswer({ status: 302, location: hook.url })
  const redirected = await issue(['msa'])
  await send()
  assert.deepEqual(
    (await receipts(customs, redirected, 'msa')).map((one) => [one.state, one.reason?.zh]),
    [['failed', '对方要求转到别处，不跟随']],
  )
  assert.equal(hook.posts.length, 3)

  site.house.reach!.localTargets = false
  const local = await issue(['msa'])
  await send()
  assert.equal(
    (await receipts(customs, local, 'msa'))[0]?.reason?.en,
    'the address points to this machine or its link; stopped',
  )
  assert.equal(hook.posts.length, 3)
  const fault = await refusal(
    asAdministrator((call) => putChannel(call, site.house, { ...channel, address: 'https://127.0.0.1/x' })),
  )
  assert.equal(fault.detail.fields?.[0]?.field, 'address')

  // Only administrators configure and see addresses; switched off it is not used.
  await assert.rejects(
    site.as(customs, (call) => putChannel(call, site.house, { ...channel, address: 'https://a.example/x' })),
  )
  await assert.rejects(site.as(customs, (call) => listChannels(call, site.house)))
  site.house.reach!.localTargets = true
  await asAdministrator((call) => putChannel(call, site.house, { ...channel, active: false }, channelId))
  assert.equal((await refusal(asAdministrator((call) => testChannel(call, channelId)))).code, 'conflict')
  const off = await issue(['msa'])
  await send()
  assert.deepEqual(await receipts(customs, off, 'msa'), [])
})

test('a test message goes the way of every other, and an officer sees no other officer’s address', async (t) => {
  const { site, mail, admin, reachable, send } = await outboxSite(t)
  const msa = await reachable('msa')
  const twin = await site.officer('msa')
  assert.equal((await site.as(twin, (call) => getSettings(call, site.house))).email, null)
  const rows = await site.as(twin, (call) =>
    call.tx.query('select 1 from reach_channel union all select 1 from reach_preference'),
  )
  assert.deepEqual(rows, [])
  const channels = await site.as(admin, (call) => listChannels(call, site.house))
  assert.deepEqual(
    channels.rows.map((row) => row.address),
    ['m…@port.example'],
  )
  const { id } = await site.as(admin, (call) =>
    putChannel(call, site.house, {
      kind: 'email',
      postId: msa.post,
      name: '值班室',
      address: 'room@port.example',
      minLevel: 'blue',
      locale: 'en',
      active: true,
    }),
  )
  await site.as(admin, (call) => testChannel(call, id))
  await send()
  assert.deepEqual(
    mail.taken.map((letter) => letter.to[0]),
    ['room@port.example'],
  )
  assert.match(wordsOf(mail.taken[0]!), /Tongguan test message/)
})

test('ended between sending and noting it: sent again under the same id, and noted once', async (t) => {
  const { site, mail, customs, reachable, issue, receipts } = await outboxSite(t)
  await reachable('msa')
  const id = await issue(['msa'])
  const [job] = (await site.waiting()).filter((one) => one.task === 'outbox.deliver')
  // The worker dies right after the server has taken the letter.
  const { sendMail } = await import('../../src/engine/outbox/smtp.ts')
  const dying = outboxTasks(site.house, {
    email: async (parcel, settings) => {
      await sendMail(parcel, settings)
      throw new Error('killed')
    },
    webhook: sendMail,
  })
  await assert.rejects(
    dying
      .find((one) => one.name === job!.task)!
      .run(job!.payload, {
        db: site.db,
        attempt: 1,
        isLastAttempt: false,
        log: () => {},
      }),
    /killed/,
  )
  assert.equal((await receipts(customs, id, 'msa'))[0]?.state, 'sent')
  await site.runJob(job!)
  await site.runJob(job!)
  assert.equal(mail.taken.length, 2)
  assert.equal(new Set(mail.taken.map((letter) => letter.messageId)).size, 1)
  const [receipt] = await receipts(customs, id, 'msa')
  assert.deepEqual([receipt?.state, receipt?.attempts], ['delivered', 2])
})

const CUT =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

test('the database goes away in the middle of delivering: nothing is lost, and each goes out', async (t) => {
  const { site, mail, customs, reachable, issue, receipts } = await outboxSite(t)
  const agencies = ['msa', 'nia', 'local_gov', 'port_office', 'health_cdc']
  for (const agency of agencies) await reachable(agency)
  let cuts = 0
  mail.setPolicy(async () => {
    if (cuts >= 2) return undefined
    cuts++
    // Letters are on their way at the same time: one cut may end the connection of another.
    await asAdmin(site.adminUrl, (client) => client.query(CUT)).catch(() => {})
    return undefined
  })
  const id = await issue(agencies)
  const jobs = startJobs({ db: site.db, tasks: outboxTasks(site.house) })
  try {
    let open = agencies
    for (const until = Date.now() + 30_000; open.length > 0 && Date.now() < until; ) {
      await new Promise((again) => setTimeout(again, 200))
      site.clock.set(new Date())
      const states = await Promise.all(
        agencies.map(async (agency) => [agency, (await receipts(customs, id, agency))[0]?.state] as const),
      ).catch(() => [])
      open =
        states.length === 0 ? agencies : states.filter(([, state]) => state !== 'delivered').map(([agency]) => agency)
    }
    assert.deepEqual(open, [])
  } finally {
    await jobs.stop()
  }
  assert.equal(cuts, 2)
  const byRecipient = Map.groupBy(mail.taken, (letter) => letter.to[0])
  assert.equal(byRecipient.size, agencies.length)
  for (const letters of byRecipient.values()) assert.equal(new Set(letters.map((letter) => letter.messageId)).size, 1)
})

test('an exercise says so before everything else', async (t) => {
  const { site, mail, customs, reachable, send } = await outboxSite(t)
  await reachable('msa')
  await inCall(site.house, { ...customs.claim, realm: 7 }, (call) => issueWarning(call, warning(['msa'])))
  await send()
  assert.match(wordsOf(mail.taken[0]!), /^【演练】/)
})
