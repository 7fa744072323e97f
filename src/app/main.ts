/** The command line. Exit status: 0 done, 1 refused or failed (the message says why), 2 wrong usage. */
import { join } from 'node:path'
import { DomainError } from '../base/public.ts'
import { type Command, UsageError } from './cli/command.ts'
import { ConfigError, readConfig } from './config.ts'
import { VERSION } from './version.ts'

const REPOSITORY = join(import.meta.dirname, '..', '..')

/** Loaded when called: a command starts without the parts it does not need. */
const COMMANDS: Record<string, { help: string; load: () => Promise<Command> }> = {
  serve: {
    help: 'serve [--empty] [--dev]   serve console and API',
    load: async () => (await import('./cli/serve.ts')).serveCommand,
  },
  import: {
    help: 'import FILE --source SOURCE [--sheet NAME] [--port LOCODE]   signals from CSV, XLSX or JSON lines; safe to repeat',
    load: async () => (await import('./cli/import.ts')).importCommand,
  },
  ledger: {
    help: 'ledger checkpoint | verify | prove SEQ | export DIR   the tamper-evident record',
    load: async () => (await import('./cli/ledger-command.ts')).ledgerCommand,
  },
  account: {
    help: 'account create --admin --login NAME | reset NAME | list | disable NAME   officers of this site',
    load: async () => (await import('./cli/account-command.ts')).accountCommand,
  },
  backup: {
    help: 'backup DIR   consistent copy while running',
    load: async () => (await import('./cli/backup.ts')).backupCommand,
  },
  restore: {
    help: 'restore DIR   into an empty data folder',
    load: async () => (await import('./cli/backup.ts')).restoreCommand,
  },
  doctor: {
    help: 'doctor   checks installation, database, ledger, clock, disk',
    load: async () => (await import('./cli/doctor.ts')).doctorCommand,
  },
}

const usage = (): string =>
  [
    `tongguan ${VERSION} (同关): the shared working layer of a port of entry`,
    '',
    ...Object.values(COMMANDS).map(({ help }) => `  tongguan ${help}`),
    '',
    'Options of every command: --json (one JSON document on standard output).',
    'Environment: PORT, TONGGUAN_DATA, DATABASE_URL, TONGGUAN_HOST, TONGGUAN_ZONE, TONGGUAN_HTTPS=1; see README.md.',
  ].join('\n')

const run = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${usage()}\n`)
    return 0
  }
  if (name === '--version') {
    process.stdout.write(`${VERSION}\n`)
    return 0
  }
  const entry = COMMANDS[name]
  if (!entry) throw new UsageError(`unknown command ${name}`)
  if (rest.includes('--help')) {
    process.stdout.write(`tongguan ${entry.help}\n`)
    return 0
  }
  const command = await entry.load()
  const json = rest.includes('--json')
  const left = rest.filter((arg) => arg !== '--json')
  return command(left, {
    json,
    config: (options = []) => readConfig(process.env, options, REPOSITORY),
    say: (line) => process.stderr.write(`${line}\n`),
    print: (text) => process.stdout.write(`${text}\n`),
  })
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError || error instanceof ConfigError) {
    process.stderr.write(`tongguan: ${error.message}\n\n${usage()}\n`)
    process.exitCode = 2
  } else if (error instanceof DomainError) {
    process.stderr.write(`tongguan: ${error.text.zh} ${error.text.en}\n`)
    process.exitCode = 1
  } else {
    process.stderr.write(`tongguan: ${(error as Error).stack ?? String(error)}\n`)
    process.exitCode = 1
  }
}
