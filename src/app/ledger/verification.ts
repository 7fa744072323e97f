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
  let view: VerificationView = { state: 'none', startedAt: null, endedAt: null, failure: null, result: null }
  let child: ReturnType<typeof spawn> | undefined
  const start = (): VerificationView => {
    if (view.state === 'running') return view
    view = { state: 'running', startedAt: now().toISOString(), endedAt: null, failure: null, result: null }
    const chunks: Buffer[] = []
    let said = ''
    const run = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'ledger', 'verify', '--json'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = run
    run.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    run.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2_000)
    })
    run.once('close', () => {
      // Status 1 means that faults were found; what counts is the document. Without one, the program failed.
      let result: VerificationView['result'] = null
      try {
        result = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      } catch {
        result = null
      }
      // The first line names the cause; a stack that may follow is for the log.
      const failure = result === null ? (said.split('\n')[0] ?? '') : null
      view = { ...view, state: result === null ? 'failed' : 'done', endedAt: now().toISOString(), failure, result }
    })
    return view
  }
  return { start, view: () => view, stop: () => child?.kill('SIGKILL') }
}
