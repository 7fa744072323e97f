/**
 * A verification that an auditor starts from the console. It recomputes everything, so it runs in a process of its own: the
 * same program as `tongguan ledger verify`, whose answer is passed on unchanged. One at a time.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { VerificationView } from './model.ts'

const MAIN = join(import.meta.dirname, '..', 'main.ts')

export type Verifier = { start(): VerificationView; view(): VerificationView; stop(): void }

export const createVerifier = (environment: NodeJS.ProcessEnv, now: () => Date): Verifier => {
  let view: VerificationView = { state: 'none', startedAt: null, endedAt: null, result: null }
  let child: ReturnType<typeof spawn> | undefined
  const start = (): VerificationView => {
    if (view.state === 'running') return view
    view = { state: 'running', startedAt: now().toISOString(), endedAt: null, result: null }
    const chunks: Buffer[] = []
    const run = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'ledger', 'verify', '--json'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    child = run
    run.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    run.once('close', () => {
      // Status 1 means that faults were found; what counts is the document. Without one, the program failed.
      let result: VerificationView['result'] = null
      try {
        result = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      } catch {
        result = null
      }
      view = { ...view, state: result === null ? 'failed' : 'done', endedAt: now().toISOString(), result }
    })
    return view
  }
  return { start, view: () => view, stop: () => child?.kill('SIGKILL') }
}
