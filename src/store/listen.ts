/**
 * Notices from the database on one connection of its own, which is opened again when it breaks. Notices carry ids only, and
 * those are read again under policy. What was said while the connection was away is lost: `onGap` runs after every (re)connect,
 * and whoever follows reads from where they stood.
 */
import pg from 'pg'
import type { Database } from './pool.ts'

export type Listener = {
  /** Resolves once the connection listens, if it is up. A channel may have several listeners. */
  onNotify(channel: string, fn: (payload: string) => void): Promise<void>
  /** Runs whenever listening begins again after a break. */
  onGap(fn: () => void): void
  close(): Promise<void>
}

const CHANNEL = /^[a-z][a-z0-9_]{0,40}$/
/** A connection whose other end has vanished does not say so; it is asked this often, in milliseconds. */
const PROBE_MS = 10_000

export const openListener = async (db: Database, role: 'request' | 'job' | 'ledger' = 'request'): Promise<Listener> => {
  const followers = new Map<string, Set<(payload: string) => void>>()
  const gaps = new Set<() => void>()
  let client: pg.Client | undefined
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: db.url(role),
      application_name: 'tongguan listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    let over = false
    const lose = (): void => {
      if (over) return
      over = true
      if (client === next) client = undefined
      next.end().catch(() => {})
      if (!closed) timer = setTimeout(again, 100)
    }
    next.on('error', lose)
    next.on('end', lose)
    next.on('notification', ({ channel, payload }) => {
      for (const fn of followers.get(channel) ?? []) fn(payload ?? '')
    })
    try {
      await next.connect()
      for (const channel of followers.keys()) await next.query(`listen ${channel}`)
    } catch (error) {
      lose()
      throw error
    }
    client = next
    const probe = setInterval(() => {
      if (over) return clearInterval(probe)
      const late = setTimeout(() => {
        next.connection?.stream.destroy()
        lose()
      }, PROBE_MS / 2)
      next.query('select 1').then(() => clearTimeout(late), lose)
    }, PROBE_MS)
    probe.unref()
  }

  const again = (): void => {
    if (closed) return
    connect().then(
      () => {
        for (const fn of gaps) fn()
      },
      () => {},
    )
  }

  await connect()
  return {
    onNotify: async (channel, fn) => {
      if (!CHANNEL.test(channel)) throw new Error(`${channel} is not a channel name`)
      const known = followers.get(channel)
      if (known) known.add(fn)
      else followers.set(channel, new Set([fn]))
      if (!known) await client?.query(`listen ${channel}`)
    },
    onGap: (fn) => {
      gaps.add(fn)
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
