/**
 * Work in the background, on graphile-worker. A job carries ids and the post on whose behalf it runs, never content, and is
 * authorised again when it runs: a task opens its transactions with `withActor(db, { onBehalf, … })`.
 *
 * One process of a site works the queue: it holds a lock whose connection dies with it. Whoever gets the lock next frees the
 * jobs that a killed predecessor had taken; a task may therefore run twice and must be safe to repeat.
 */
import { Logger, parseCronItems, type Runner, run } from 'graphile-worker'
import pg from 'pg'
import { DomainError } from '../base/public.ts'
import { isConnectionLoss } from './actor.ts'
import type { Database } from './pool.ts'

export type JobContext = {
  db: Database
  /** 1 at the first try. */
  attempt: number
  /** No further try follows this one. */
  isLastAttempt: boolean
  log(message: string): void
}

export type Task = {
  /** Stable; it stands in the queue. */
  name: string
  /**
   * Parses its payload first. A throw is a failed try: it is tried again later, up to twelve times. Where the database went
   * away it begins anew as soon as that is back, in the same try.
   */
  run(payload: unknown, context: JobContext): Promise<void>
}

/** `cron` in UTC: minute hour day month weekday. */
export type Schedule = { task: string; cron: string; payload?: { [key: string]: unknown } }

export type JobsOptions = {
  db: Database
  tasks: readonly Task[]
  schedule?: readonly Schedule[]
  /** Tasks at once; default 4. */
  concurrency?: number
  log?: (message: string) => void
}

export type Jobs = {
  /** Resolves when this process works the queue. */
  working(): Promise<void>
  /** Waits for running tasks (up to 5 s), then gives the rest back to the queue. */
  stop(): Promise<void>
}

const MONTHS_AHEAD = 3

const ensurePartitions: Task = {
  name: 'ensure_partitions',
  run: async (_payload, { db }) => {
    await db.job.query('select app.ensure_partitions($1)', [MONTHS_AHEAD])
  },
}

/** Did the database go away while a task worked? That is nobody's failure: the task goes on once it is back. */
const isAway = (error: unknown): boolean =>
  isConnectionLoss(error) || (error instanceof DomainError && error.code === 'unavailable')
const AWAY_MS = 200
/** After so many losses in one try something else is wrong; judgement, not validated. */
const MOST_LOSSES = 20

/** What may be kept of an error in the queue's table: its kind. Messages of the database quote values. */
const withoutContent = (error: unknown): Error => {
  const { name, code } = error as { name?: string; code?: string }
  const kept = new Error(`${name ?? 'Error'}${code ? ` ${code}` : ''}`)
  delete kept.stack
  return kept
}

const quietLogger = (log: (message: string) => void): Logger =>
  new Logger((scope) => (level, message) => {
    if (level === 'error' || level === 'warning')
      log(`jobs ${scope.taskIdentifier ?? ''} ${scope.jobId ?? ''}: ${message}`)
  })

/** Jobs whose worker is gone: the lock says that no other process works the queue. */
const FREE_TAKEN = `select graphile_worker.force_unlock_workers(array(
  select locked_by from graphile_worker._private_jobs where locked_by is not null
  union select locked_by from graphile_worker._private_job_queues where locked_by is not null))`

export const startJobs = (options: JobsOptions): Jobs => {
  const { db } = options
  const log = options.log ?? (() => {})
  let stopping = false
  let wake = (): void => {}
  const stopped = new Promise<void>((resolve) => {
    wake = resolve
  })
  const pause = (ms: number): Promise<unknown> =>
    Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, ms).unref())])
  /** Until the database answers, or this process stops. */
  const databaseBack = async (): Promise<void> => {
    do await pause(AWAY_MS)
    while (!stopping && !(await db.job.query('select 1').catch(() => undefined)))
  }
  const tasks = [ensurePartitions, ...options.tasks]
  const taskList = Object.fromEntries(
    tasks.map((task) => [
      task.name,
      async (payload: unknown, helpers: { job: { attempts: number; max_attempts: number } }) => {
        const { attempts, max_attempts } = helpers.job
        for (let losses = 1; ; losses++) {
          try {
            return await task.run(payload, { db, attempt: attempts, isLastAttempt: attempts >= max_attempts, log })
          } catch (error) {
            const away = isAway(error)
            if (!away) log(`job ${task.name} failed at try ${attempts}: ${withoutContent(error).message}`)
            if (!away || stopping || losses > MOST_LOSSES) throw withoutContent(error)
          }
          await databaseBack()
        }
      },
    ]),
  )
  const schedule: Schedule[] = [{ task: 'ensure_partitions', cron: '7 2 * * *' }, ...(options.schedule ?? [])]
  const parsedCronItems = parseCronItems(
    schedule.map(({ task, cron, payload }) => ({
      task,
      match: cron,
      identifier: `${task} ${cron}`,
      ...(payload ? { payload } : {}),
      options: { backfillPeriod: 0 },
    })),
  )

  let runner: Runner | undefined
  let started = (): void => {}
  const working = new Promise<void>((resolve) => {
    started = resolve
  })

  /** Holds the lock and works until stopped or until the lock's connection or the runner breaks. */
  const workOnce = async (): Promise<void> => {
    const leader = new pg.Client({
      connectionString: db.url('job'),
      application_name: 'tongguan jobs leader',
      keepAlive: true,
    })
    const lost = new Promise<void>((resolve) => {
      leader.on('error', () => resolve())
      leader.on('end', () => resolve())
    })
    try {
      await leader.connect()
      while (!stopping) {
        const { rows } = await leader.query<{ ours: boolean }>('select pg_try_advisory_lock(7161, 5) as ours')
        if (rows[0]!.ours) break
        await pause(500)
      }
      if (stopping) return
      await leader.query(FREE_TAKEN)
      await leader.query('select app.ensure_partitions($1)', [MONTHS_AHEAD])
      runner = await run({
        pgPool: db.job,
        taskList,
        parsedCronItems,
        concurrency: options.concurrency ?? 4,
        pollInterval: 2_000,
        noHandleSignals: true,
        // In batches, because only there the queue's own statements have their errors caught: without it a database that went
        // away at that moment ended this process by a rejection that nobody handles. The runner then ends and is begun anew.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        logger: quietLogger(log),
      })
      started()
      await Promise.race([lost, stopped, runner.promise.catch(() => {})])
    } finally {
      await runner?.stop().catch(() => {})
      runner = undefined
      await leader.end().catch(() => {})
    }
  }

  const loop = (async () => {
    while (!stopping) {
      try {
        await workOnce()
      } catch (error) {
        if (!isConnectionLoss(error)) log(`jobs: ${(error as Error).message}`)
      }
      if (!stopping) await pause(500)
    }
  })()

  return {
    working: () => working,
    stop: async () => {
      stopping = true
      wake()
      await loop
    },
  }
}
