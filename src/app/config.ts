/** Configuration: parsed once from the environment and the command line, with every fault named. */
import { isAbsolute, resolve, sep } from 'node:path'
import type { ReachSettings } from '../ledger/public.ts'

export type Config = {
  host: string
  port: number
  dataDir: string
  /** External PostgreSQL, or undefined for the embedded server. */
  databaseUrl: string | undefined
  /** The demonstration may be opened: embedded, and not started with --empty. What the database holds decides (site.ts). */
  demo: boolean
  /** Started with --empty: a folder that holds the demonstration is refused. */
  refuseDemo: boolean
  ledgerOrigin: string
  /** Where the site's clock hangs: an IANA zone. */
  portZone: string
  portCode: string
  /** The site's own map of its port; undefined: the one that is shipped for the code, if any. */
  portFile: string | undefined
  /** Address template of the site's official map service, https and `{z}/{x}/{y}`; undefined: nothing outside is asked. */
  mapTiles: string | undefined
  /** Watched for files that bring signals; undefined: none. */
  inbox: string | undefined
  /** Where the answers to them go; undefined: nowhere. */
  outbox: string | undefined
  siteName: { zh: string; en: string }
  /** Cookies are marked Secure: the site is reached over https, usually through a proxy. */
  secureCookies: boolean
  dev: boolean
  reach: ReachSettings
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const portOf = (text: string | undefined): number => {
  if (text === undefined || text === '') return 8080
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new ConfigError(`PORT must be 0 to 65535, not "${text}"`)
  return port
}

const zoneOf = (text: string | undefined): string => {
  const zone = text || 'Asia/Shanghai'
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new ConfigError(`TONGGUAN_ZONE must be an IANA time zone such as Asia/Shanghai, not "${zone}"`)
  }
  return zone
}

const originOf = (text: string | undefined): string => {
  const origin = text || 'ledger.tongguan.local/live'
  if (/[\s+]/.test(origin) || origin.endsWith('/') || origin.includes('://'))
    throw new ConfigError(`TONGGUAN_LEDGER_ORIGIN is host and path without scheme, spaces or "+", not "${origin}"`)
  return origin
}

const tilesOf = (text: string | undefined): string | undefined => {
  if (!text) return undefined
  const whole = ['{z}', '{x}', '{y}'].every((part) => text.includes(part))
  if (!whole || !URL.canParse(text) || new URL(text).protocol !== 'https:')
    throw new ConfigError(
      `TONGGUAN_MAP_TILES is an https address with {z}, {x} and {y}, such as https://map.example/{z}/{x}/{y}.png, not "${text}"`,
    )
  return text
}

/** How people are reached outside the console. The address of the mail server may hold a password: it is never printed. */
const reachOf = (env: NodeJS.ProcessEnv, here: string): ReachSettings => {
  const smtpUrl = env['TONGGUAN_SMTP_URL'] || null
  if (smtpUrl !== null && !(URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol)))
    throw new ConfigError('TONGGUAN_SMTP_URL must be smtp://[user:password@]host:port or smtps://…')
  const mailFrom = env['TONGGUAN_MAIL_FROM'] || 'tongguan@localhost'
  if (!/^[^@\r\n]*<?[^\s@<>]+@[^\s@<>]+>?$/.test(mailFrom))
    throw new ConfigError(
      `TONGGUAN_MAIL_FROM must be an address such as "Tongguan <duty@example.cn>", not "${mailFrom}"`,
    )
  const publicUrl = (env['TONGGUAN_URL'] || here).replace(/\/+$/, '')
  if (!URL.canParse(publicUrl) || !/^https?:\/\//.test(publicUrl))
    throw new ConfigError(`TONGGUAN_URL must be where people open the console, such as https://…, not "${publicUrl}"`)
  return { smtpUrl, mailFrom, publicUrl, localTargets: env['TONGGUAN_LOCAL_TARGETS'] === '1' }
}

const isWithin = (inner: string, outer: string): boolean => `${inner}${sep}`.startsWith(`${outer}${sep}`)

/** Folders of the crossing lie apart from the data and from each other: one is written by strangers. */
const crossingOf = (
  env: NodeJS.ProcessEnv,
  repository: string,
  dataDir: string,
): { inbox: string | undefined; outbox: string | undefined } => {
  const folderOf = (name: string): string | undefined => (env[name] ? resolve(repository, env[name]) : undefined)
  const folders = {
    TONGGUAN_DATA: dataDir,
    TONGGUAN_INBOX: folderOf('TONGGUAN_INBOX'),
    TONGGUAN_OUTBOX: folderOf('TONGGUAN_OUTBOX'),
  }
  const given = Object.entries(folders).flatMap(([name, path]) => (path === undefined ? [] : [{ name, path }]))
  for (const one of given)
    for (const other of given)
      if (one !== other && isWithin(one.path, other.path))
        throw new ConfigError(`${one.name} must not lie in ${other.name}; choose a folder of its own`)
  return { inbox: folders.TONGGUAN_INBOX, outbox: folders.TONGGUAN_OUTBOX }
}

/** @throws ConfigError naming the variable and the remedy. */
export const readConfig = (env: NodeJS.ProcessEnv, args: readonly string[], repository: string): Config => {
  const known = new Set(['--empty', '--dev'])
  for (const arg of args)
    if (!known.has(arg)) throw new ConfigError(`unknown option ${arg}; known: ${[...known].join(', ')}`)
  const data = env['TONGGUAN_DATA'] || 'var'
  const databaseUrl = env['DATABASE_URL'] || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new ConfigError('DATABASE_URL must begin with postgresql://')
  const dataDir = isAbsolute(data) ? data : resolve(repository, data)
  return {
    host: env['TONGGUAN_HOST'] || '127.0.0.1',
    port: portOf(env['PORT']),
    dataDir,
    databaseUrl,
    demo: !args.includes('--empty') && databaseUrl === undefined,
    refuseDemo: args.includes('--empty'),
    ledgerOrigin: originOf(env['TONGGUAN_LEDGER_ORIGIN']),
    portZone: zoneOf(env['TONGGUAN_ZONE']),
    portCode: env['TONGGUAN_PORT_CODE'] || 'CNLMN',
    portFile: env['TONGGUAN_PORT_FILE'] || undefined,
    mapTiles: tilesOf(env['TONGGUAN_MAP_TILES']),
    ...crossingOf(env, repository, dataDir),
    siteName: { zh: env['TONGGUAN_SITE_ZH'] || '澜门口岸', en: env['TONGGUAN_SITE_EN'] || 'Port of Lanmen' },
    secureCookies: env['TONGGUAN_HTTPS'] === '1',
    dev: args.includes('--dev'),
    reach: reachOf(env, `http://${env['TONGGUAN_HOST'] || '127.0.0.1'}:${portOf(env['PORT'])}`),
  }
}
