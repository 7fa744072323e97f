/**
 * The duty desk of the demonstration port: a joint roster and one of customs with a night that nobody stands yet, a brief of
 * the day, a meeting to come. Made by the invented officers through the product's own routes, under their own sessions.
 */
import { HOUR_MS } from '../../base/public.ts'
import { addDays, type LocalDay, localDay } from '../../environment/duties/public.ts'
import { type Identity, PERSONAS, personaAccountId, personaPostId } from '../../environment/identity/public.ts'
import type { AnyRoute, House } from '../../ledger/public.ts'
import { type Officer, signInAs } from './night-before.ts'

const SHIFTS = [
  { id: 'day', title: '白班', from: 480, to: 1200 },
  { id: 'night', title: '夜班', from: 1200, to: 480 },
]
const CHECKLIST = ['值班室钥匙', '对讲机', '值班手机', '应急包']
/** From yesterday's night, which may still run, on. */
const DAYS = 10
/** This many days ahead the night of customs is open. */
const OPEN_NIGHT = 2

/** Invented extensions: no such numbers are in use here. */
const contactOf = (login: string): string => `内线 80${10 + PERSONAS.findIndex((one) => one.login === login)}`

type Turn = { login: string; officer: Officer }

const enter = async (
  { login, officer }: Turn,
  rosterId: string,
  slot: { line: string; shift: string; day: LocalDay },
): Promise<void> => {
  const person = {
    account: personaAccountId(login),
    post: personaPostId(login),
    contact: contactOf(login),
    reach: 'phone',
  }
  await officer('POST', '/rosters/:id/duties', { params: { id: rosterId }, body: { ...slot, person } })
}

/** What has ended cannot be entered any more. */
const isAhead = (house: House, day: LocalDay, shift: 'day' | 'night', today: LocalDay): boolean => {
  if (day > today) return true
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: house.portZone, hour: '2-digit', hourCycle: 'h23' }).format(
      house.clock.now(),
    ),
  )
  return day === today ? shift === 'night' || hour < 20 : shift === 'night' && hour < 8
}

export const playDutyDesk = async (house: House, identity: Identity, routes: readonly AnyRoute[]): Promise<void> => {
  const turn = async (login: string): Promise<Turn> => ({
    login,
    officer: await signInAs(house, identity, routes, login),
  })
  const duty = await turn('demo.duty')
  const customs = await turn('demo.customs')
  const quarantine = await turn('demo.quarantine')
  const police = await turn('demo.police')
  const msa = await turn('demo.msa')
  const nia = await turn('demo.nia')
  const today = localDay(house.clock.now(), house.portZone)

  const create = async (officer: Officer, title: string, joint: boolean, second?: string): Promise<string> => {
    const { id } = await officer<{ id: string }>('POST', '/rosters', {
      body: {
        title,
        joint,
        shifts: SHIFTS,
        lines: [
          { id: 'lead', title: '值班长', shifts: ['day', 'night'], always: true },
          ...(second ? [{ id: 'second', title: second, shifts: ['day'], always: false }] : []),
        ],
      },
    })
    return id
  }
  const joint = await create(duty.officer, '联合值守', true, '联络员')
  const own = await create(customs.officer, '海关值班', false)
  for (let i = -1; i < DAYS; i++) {
    const day = addDays(today, i)
    const put = async (who: Turn, rosterId: string, line: string, shift: 'day' | 'night') => {
      if (isAhead(house, day, shift, today)) await enter(who, rosterId, { line, shift, day })
    }
    await put(duty, joint, 'lead', 'day')
    await put(i % 2 === 0 ? msa : nia, joint, 'lead', 'night')
    await put(police, joint, 'second', 'day')
    await put(customs, own, 'lead', 'day')
    if (i !== OPEN_NIGHT) await put(quarantine, own, 'lead', 'night')
  }

  for (const { officer } of [duty, customs])
    await officer('POST', '/cell/settings', { body: { briefMinute: 450, checklist: CHECKLIST } })

  const brief = await duty.officer<{ id: string }>('POST', '/briefs', { body: {} })
  await duty.officer('POST', '/briefs/:id/issue', {
    params: { id: brief.id },
    body: { remarks: '请各单位核对本周夜班人员，值班电话保持畅通。', recipients: ['customs', 'msa', 'nia'] },
  })

  const start = Math.ceil(house.clock.now().getTime() / HOUR_MS) * HOUR_MS + 18 * HOUR_MS
  const meeting = await duty.officer<{ id: string }>('POST', '/meetings', {
    body: {
      title: '口岸联合值守周例会',
      place: '口岸办三楼会议室',
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + HOUR_MS).toISOString(),
      agencies: ['customs', 'msa', 'nia', 'public_security'],
    },
  })
  await duty.officer('POST', '/meetings/:id/fill', { params: { id: meeting.id } })
  await msa.officer('POST', '/meetings/:id/points', {
    params: { id: meeting.id },
    body: { text: '夜间引航与值守的衔接' },
  })
}
