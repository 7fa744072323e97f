/** Signals that a machine posts one by one, at a steady rate. */
import { seededRandom } from '../../src/base/public.ts'
import { type RunningSite, Visitor } from '../../test/support/running-site.ts'

/** The machine that posts, the server, the database and the browser share the same cores; sources keep some requests open. */
const SENDERS = 16

/** A token of the customs' analyst that may bring signals. */
export const writingToken = async (admin: Visitor): Promise<string> => {
  const { body } = (await admin.ask('GET', '/posts')) as {
    body: { rows: { id: string; agency: { id: string }; roles: string[] }[] }
  }
  const post = body.rows.find((row) => row.agency.id === 'customs' && row.roles.includes('analyst'))!
  const made = await admin.ask('POST', '/tokens', {
    name: 'bench',
    postId: post.id,
    scopes: ['signals:write'],
    days: 1,
  })
  return (made.body as { token: string }).token
}

/** By the number of the signal, which its document number carries as `VIS-0000000`. */
export type Posted = { ids: string[]; posted: number[]; tookMs: number[]; postedPerSecond: number }

export const postSignals = async (
  site: Pick<RunningSite, 'url'>,
  token: string,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Posted> => {
  const random = seededRandom(7)
  const ids: string[] = []
  const posted: number[] = []
  const acknowledged: number[] = []
  const start = Date.now()
  let next = 0
  const sender = async (): Promise<void> => {
    const visitor = new Visitor(site, token)
    for (;;) {
      const number = next++
      const due = start + (number * 1000) / rate
      if (due > start + seconds * 1000) return
      const wait = due - Date.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      posted[number] = Date.now()
      const { status, body } = await visitor.ask('POST', '/signals', {
        sourceCode: 'customs.declarations',
        externalNo: `VIS-${String(number).padStart(7, '0')}`,
        kind: 'declaration',
        body: {
          date: new Date().toISOString().slice(0, 10),
          office: '01',
          hs6: '850440',
          departure: 'VN',
          origin: 'VN',
          mode: '10',
          netMass: 1 + random.below(900),
          itemPrice: 9000,
        },
      })
      const [result] = (body as { results?: { id?: string }[] }).results ?? []
      if (status >= 300 || result?.id === undefined) throw new Error(`${status} ${JSON.stringify(body)}`)
      ids[number] = result.id
      acknowledged[number] = Date.now()
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  return {
    ids,
    posted,
    tookMs: acknowledged.map((at, number) => at - posted[number]!),
    postedPerSecond: (posted.length / (acknowledged.at(-1)! - start)) * 1000,
  }
}
