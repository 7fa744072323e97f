/**
 * The product as a person starts it: `serve` in a process of its own on a data folder, spoken to over HTTP. For faults, for
 * pages and for benchmarks; nothing in it knows the inside of the product but where PostgreSQL keeps its pid.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')

export type RunningSite = {
  url: string
  dataDir: string
  /** Starts it again on the same folder and port; resolves when it answers. */
  start(): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
  pid(): number
  /** What it said on standard error since the last start. */
  said(): string
  /** Stops it cleanly and removes its folder. */
  end(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const STARTS_WITHIN_MS = 60_000

/** `-a` keeps the owner: the database's files belong to the user that its server runs as. */
const copyFolder = (from: string, to: string): void => void execFileSync('cp', ['-a', `${from}/.`, to])

/**
 * A run of all tests makes the demonstration port once: whoever starts one first leaves a copy of its stopped folder here, and
 * the others begin with that. Null outside of such a run; every start is then a first one.
 */
const sharedDemonstration = (): { copy: string; isThere: () => boolean; isMine: () => boolean } | null => {
  const folder = process.env['TONGGUAN_TEST_SITES']
  if (!folder) return null
  const copy = join(folder, 'demonstration')
  const claim = join(folder, 'making')
  return {
    copy,
    isThere: () => existsSync(copy),
    isMine: () => {
      try {
        mkdirSync(claim)
        return true
      } catch {
        return false
      }
    },
  }
}

export const startSite = async (
  options: { args?: readonly string[]; env?: NodeJS.ProcessEnv; dataDir?: string } = {},
): Promise<RunningSite> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'tongguan-site-'))
  // Root's temporary folders are closed to others; the database server runs as another user and must pass through.
  chmodSync(dataDir, 0o711)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let said = ''
  const start = async (): Promise<void> => {
    said = ''
    const started = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', MAIN, 'serve', ...(options.args ?? [])],
      {
        env: { ...process.env, DATABASE_URL: '', ...options.env, TONGGUAN_DATA: dataDir, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    child = started
    started.stderr!.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000)
    })
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no answer within ${STARTS_WITHIN_MS} ms:\n${said}`)),
        STARTS_WITHIN_MS,
      )
      let out = ''
      started.stdout!.on('data', (chunk: Buffer) => {
        out += chunk.toString()
        // The last line of a start: address and how to sign in.
        if (out.includes(url)) {
          clearTimeout(late)
          resolve()
        }
      })
      started.once('exit', (code) => {
        clearTimeout(late)
        reject(new Error(`ended with ${code}:\n${said}`))
      })
    })
  }
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    if (!running || exited(running)) return
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill(signal)
    await ended
  }
  const shared = Object.keys(options).length === 0 ? sharedDemonstration() : null
  if (shared?.isThere()) copyFolder(shared.copy, dataDir)
  await start()
  if (shared && !shared.isThere() && shared.isMine()) {
    await kill('SIGTERM')
    const made = mkdtempSync(`${shared.copy}-`)
    copyFolder(dataDir, made)
    renameSync(made, shared.copy)
    await start()
  }
  return {
    url,
    dataDir,
    start,
    kill,
    pid: () => child!.pid!,
    said: () => said,
    end: async () => {
      await kill('SIGTERM')
      const elsewhere = whereElse(dataDir)
      if (elsewhere) rmSync(elsewhere, { recursive: true, force: true })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const processes = (): { pid: number; parent: number; command: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])
        return [{ pid: Number(name), parent, command }]
      } catch {
        // Ended while we looked.
        return []
      }
    })

/** Processes of this site: its integrator, and the postmaster with its children. */
export const processesOf = (site: RunningSite): { integrator: number[]; postgres: number[] } => {
  const all = processes()
  const integrator = all
    .filter((one) => one.parent === site.pid() && one.command.includes('integrator-main'))
    .map((one) => one.pid)
  const folder = clusterFolder(site.dataDir)
  const postmasters = all.filter((one) => one.command.includes(`-D ${folder}`)).map((one) => one.pid)
  const children = all.filter((one) => postmasters.includes(one.parent)).map((one) => one.pid)
  return { integrator, postgres: [...postmasters, ...children] }
}

/** Where the database's files had to go, if the data folder could not hold them. */
const whereElse = (dataDir: string): string | undefined => {
  const pointer = join(dataDir, 'postgres.where')
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined
}

/** Where the cluster lies: in the data folder, or where that says it had to go. */
const clusterFolder = (dataDir: string): string => {
  const find = (folder: string, depth: number): string | undefined => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.name === 'PG_VERSION') return folder
      if (entry.isDirectory() && depth > 0) {
        const found = find(path, depth - 1)
        if (found) return found
      }
    }
    return undefined
  }
  const found = find(whereElse(dataDir) ?? dataDir, 3)
  if (!found) throw new Error(`no cluster below ${dataDir}`)
  return found
}

export type Answer = { status: number; body: unknown }

/** A browser without pages: keeps its cookie. */
export class Visitor {
  cookie = ''
  readonly site: Pick<RunningSite, 'url'>
  readonly token: string | undefined

  constructor(site: Pick<RunningSite, 'url'>, token?: string) {
    this.site = site
    this.token = token
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = body instanceof Uint8Array
    const response = await fetch(`${this.site.url}/api${path}`, {
      method,
      headers: {
        'x-tongguan': '1',
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) {
      const pair = set.split(';')[0]!
      const name = pair.split('=')[0]!
      const kept = this.cookie.split('; ').filter((one) => one !== '' && !one.startsWith(`${name}=`))
      this.cookie = [...kept, pair].join('; ')
    }
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: json && text !== '' ? JSON.parse(text) : text }
  }

  /** One press on the sign-in page of the demonstration. */
  async become(login: string): Promise<this> {
    const { status, body } = await this.ask('POST', '/session/persona', { login })
    if (status !== 200) throw new Error(`${login} cannot sign in: ${status} ${JSON.stringify(body)}`)
    return this
  }
}
