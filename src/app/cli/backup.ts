/**
 * `tongguan backup DIR` and `restore DIR` for the embedded server: the database and the keys that its content needs, apart.
 * Keys of persons are left out on purpose: a copy of the database must not bring back what was erased. They are copied with
 * `--with-person-keys` only, for a move of the whole site to another machine.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DomainError } from '../../base/public.ts'
import { backupCluster, restoreCluster } from '../../store/public.ts'
import { openSite } from '../site.ts'
import { type Command, UsageError } from './command.ts'

/** What signs checkpoints and derives tokens: without them the restored site is another site. */
const SITE_KEYS = ['site.key', 'ledger.key', 'ledger.checkpoint'] as const
const PERSON_KEYS = 'persons.keys'

const copyKeys = (from: string, to: string, names: readonly string[]): void => {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of names) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name))
}

const folderOf = (args: readonly string[], usage: string): string => {
  const folder = args.find((arg) => !arg.startsWith('--'))
  if (!folder) throw new UsageError(usage)
  return resolve(folder)
}

const onlyEmbedded = (databaseUrl: string | undefined): void => {
  if (databaseUrl !== undefined)
    throw new DomainError('unsupported', {
      zh: '外部数据库请用其自身的备份工具。',
      en: 'DATABASE_URL is set: use the backup tools of that server.',
    })
}

export const backupCommand: Command = async (args, terminal) => {
  const folder = folderOf(args, 'backup DIR [--with-person-keys]')
  const config = terminal.config()
  onlyEmbedded(config.databaseUrl)
  const site = await openSite(config, 'join', () => {})
  try {
    await backupCluster(site.embedded!.adminUrl, folder)
    const names = args.includes('--with-person-keys') ? [...SITE_KEYS, PERSON_KEYS] : SITE_KEYS
    copyKeys(join(config.dataDir, 'keys'), join(folder, 'keys'), names)
  } finally {
    await site.close()
  }
  terminal.print(terminal.json ? JSON.stringify({ directory: folder }) : `backup in ${folder}`)
  return 0
}

export const restoreCommand: Command = async (args, terminal) => {
  const folder = folderOf(args, 'restore DIR')
  const config = terminal.config()
  onlyEmbedded(config.databaseUrl)
  restoreCluster(folder, config.dataDir)
  copyKeys(join(folder, 'keys'), join(config.dataDir, 'keys'), [...SITE_KEYS, PERSON_KEYS])
  terminal.print(terminal.json ? JSON.stringify({ directory: config.dataDir }) : `restored into ${config.dataDir}`)
  return 0
}
