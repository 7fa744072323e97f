/** A small real mail server for tests: takes letters, or does what the test says, and remembers what it saw. */
import { SMTPServer } from 'smtp-server'

export type Taken = { to: string[]; messageId: string; raw: string }

export const mailServer = async (t: { after(fn: () => Promise<void>): void }) => {
  const taken: Taken[] = []
  /** Asked before each letter is taken: a number refuses with it; a promise holds it up. */
  let policy: (taken: Taken) => Promise<number | undefined> | number | undefined = () => undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const letter = {
          to: session.envelope.rcptTo.map((one) => one.address),
          messageId: /^Message-ID:\s*<([^>]+)>/im.exec(raw)?.[1] ?? '',
          raw,
        }
        const refusal = await policy(letter)
        if (refusal !== undefined) return done(Object.assign(new Error('no'), { responseCode: refusal }))
        taken.push(letter)
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  t.after(close)
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    setPolicy: (next: typeof policy) => {
      policy = next
    },
    close,
  }
}

const decoded = (raw: string): string => {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(/^Content-Transfer-Encoding:.*$/im.exec(head)?.[0] ?? ''))
    return Buffer.from(body, 'base64').toString('utf8')
  return Buffer.from(
    body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')
}

/** Words of a letter, subject first, as a reader sees them. */
export const wordsOf = ({ raw }: Taken): string => {
  const subject = /^Subject:((?:.*\r\n[ \t])*.*)$/im.exec(raw)?.[1] ?? ''
  const words = subject
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(
            text
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString('utf8'),
    )
  return `${words.trim()}\n${decoded(raw)}`
}
