/** The integrator runs in a process of its own, started and restarted here. Killed at any moment, it takes up where it stood. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Site } from './site.ts'

const MAIN = join(import.meta.dirname, '..', 'ledger', 'integrator-main.ts')
/** A process that cannot start is not started in a circle without a pause. */
const RESTART_MS = 200

export type IntegratorProcess = { pid(): number | undefined; stop(): Promise<void> }

export const startIntegrator = (site: Site, log: (message: string) => void): IntegratorProcess => {
  let child: ChildProcess | undefined
  let stopping = false
  const start = (): void => {
    const started = fork(MAIN, [], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        TONGGUAN_LEDGER_URL: site.db.url('ledger'),
        TONGGUAN_LEDGER_ORIGIN: site.config.ledgerOrigin,
        TONGGUAN_LEDGER_KEY: ledgerKeyFile(site.config.dataDir),
      },
    })
    child = started
    started.on('message', (status: { is: string; why?: string }) => {
      if (status.is === 'stopped') log(`ledger: ${status.why ?? 'stopped'}; see tongguan doctor`)
    })
    started.once('exit', (code) => {
      if (stopping) return
      log(`ledger: the integrator ended (${code ?? 'killed'}); starting it again`)
      setTimeout(() => !stopping && start(), RESTART_MS)
    })
  }
  start()
  return {
    pid: () => child?.pid,
    stop: async () => {
      stopping = true
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise<void>((resolve) => child!.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const forced = setTimeout(() => child!.kill('SIGKILL'), 3_000)
      await ended
      clearTimeout(forced)
    },
  }
}

/** The private key that signs checkpoints; its last checkpoint lies beside it. */
export const ledgerKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'ledger.key')
