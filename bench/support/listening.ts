/** One open stream of live changes, as a page holds it: keeps its cursor, resumes after a break, counts what it was told. */
import { type ClientRequest, get } from 'node:http'

export type Stream = {
  /** How often each signal was named. */
  told: Map<string, number>
  /** When a signal was named, of every so many. */
  sampled: { id: string; at: number }[]
  /** Loses the connection, as a phone does, and comes back. */
  breakOff(): void
  resumed(): number
  close(): void
}

/** Of so many tellings one is timed. */
const SAMPLE = 50

export const openStream = (url: string, cookie: string): Promise<Stream> => {
  const told = new Map<string, number>()
  const sampled: Stream['sampled'] = []
  let cursor = ''
  let request: ClientRequest | undefined
  let closed = false
  let resumed = 0
  let count = 0

  const take = (block: string): void => {
    let event = ''
    let data = ''
    for (const line of block.split('\n')) {
      if (line.startsWith('id: ')) cursor = line.slice(4)
      else if (line.startsWith('event: ')) event = line.slice(7)
      else if (line.startsWith('data: ')) data = line.slice(6)
    }
    if (event !== 'changes') return
    const { items } = JSON.parse(data) as { items: { act: string; object: string }[] }
    for (const { act, object } of items) {
      if (act !== 'signal.received') continue
      const id = object.slice('signal/'.length)
      told.set(id, (told.get(id) ?? 0) + 1)
      if (++count % SAMPLE === 0) sampled.push({ id, at: Date.now() })
    }
  }

  const connect = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const asked = get(
        `${url}/api/stream?after=${encodeURIComponent(cursor)}`,
        { headers: { cookie, 'x-tongguan': '1' }, agent: false },
        (response) => {
          if (response.statusCode !== 200) {
            reject(new Error(`the stream answers ${response.statusCode}`))
            return
          }
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            text += chunk
            const blocks = text.split('\n\n')
            text = blocks.pop()!
            for (const block of blocks) take(block)
            resolve()
          })
          response.on('close', again)
          response.on('error', () => {})
        },
      )
      asked.on('error', reject)
      request = asked
    })

  const again = (): void => {
    if (closed) return
    resumed++
    setTimeout(() => {
      if (!closed) connect().catch(again)
    }, 300)
  }

  return connect().then(() => ({
    told,
    sampled,
    breakOff: () => request?.destroy(),
    resumed: () => resumed,
    close: () => {
      closed = true
      request?.destroy()
    },
  }))
}
