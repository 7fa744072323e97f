/** Background work and notices, with the connections cut in between. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openListener, startJobs, unavailable, withRole } from '../../src/store/public.ts'
import { asAdmin, testDatabase } from '../support/database.ts'

const until = async (what: string, fn: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> => {
  const end = Date.now() + ms
  while (!(await fn())) {
    if (Date.now() > end) assert.fail(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const cutAll = (adminUrl: string): Promise<unknown> =>
  asAdmin(adminUrl, (admin) =>
    admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ),
  )

describe('jobs', () => {
  test('a job runs after its transaction commits, not when it is undone; a key replaces', async (t) => {
    const { db, drop } = await testDatabase()
    const seen: unknown[] = []
    const jobs = startJobs({ db, tasks: [{ name: 'note', run: async (payload) => void seen.push(payload) }] })
    t.after(() => jobs.stop().then(drop))
    await jobs.working()
    for (const role of ['auth', 'job'] as const)
      await withRole(db, role, (tx) =>
        tx.query('select app.add_job($1, $2, $3, $4)', ['note', JSON.stringify({ role }), null, null]),
      )
    await db.request.query(`select app.add_job('note', '{"n": 1}', now() + interval '1 hour', 'same')`)
    await db.intake.query(`select app.add_job('note', '{"n": 2}', null, 'same')`)
    await assert.rejects(
      withRole(db, 'auth', async (tx) => {
        await tx.query(`select app.add_job('note', '{"undone": true}')`)
        throw new Error('undo')
      }),
    )
    await until('three notes', () => seen.length >= 3)
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.deepEqual(
      new Set(seen.map((payload) => JSON.stringify(payload))),
      new Set(['{"role":"auth"}', '{"role":"job"}', '{"n":2}']),
    )
  })

  test('a failing task is tried again, and keeps no content in the queue', async (t) => {
    const { db, drop } = await testDatabase()
    const attempts: number[] = []
    const jobs = startJobs({
      db,
      tasks: [
        {
          name: 'fail',
          run: async (_payload, { attempt }) => {
            attempts.push(attempt)
            throw Object.assign(new Error('passport E12345678 of 王'), { code: '23505' })
          },
        },
      ],
    })
    t.after(() => jobs.stop().then(drop))
    await db.request.query(`select app.add_job('fail', '{}')`)
    await until('a second try', () => attempts.length >= 2, 20_000)
    assert.deepEqual(attempts.slice(0, 2), [1, 2])
    const { rows } = await db.job.query<{ kept: string }>('select j::text as kept from graphile_worker._private_jobs j')
    assert.match(rows[0]!.kept, /23505/)
    assert.doesNotMatch(rows[0]!.kept, /passport|E12345678|王/)
  })

  test('a task whose database went away begins anew in the same try, at once', async (t) => {
    const { db, adminUrl, drop } = await testDatabase()
    const attempts: number[] = []
    const jobs = startJobs({
      db,
      tasks: [
        {
          name: 'away',
          run: async (_payload, { attempt }) => {
            attempts.push(attempt)
            // The first loses its own connection, the second is told so by a service.
            if (attempts.length === 1)
              await withRole(db, 'job', async (tx) => {
                await cutAll(adminUrl)
                await tx.query('select 1')
              })
            if (attempts.length === 2) throw unavailable('database_away')
          },
        },
      ],
    })
    t.after(() => jobs.stop().then(drop))
    await jobs.working()
    await db.request.query(`select app.add_job('away', '{}')`)
    await until('three beginnings', () => attempts.length === 3, 5_000)
    assert.deepEqual(attempts, [1, 1, 1])
  })

  test('one process works the queue; when its connections are cut, work goes on and taken jobs are freed', async (t) => {
    const { db, adminUrl, drop } = await testDatabase()
    let runs = 0
    let hang = true
    const task = {
      name: 'slow',
      run: async () => {
        runs++
        if (hang) await new Promise((resolve) => setTimeout(resolve, 400))
      },
    }
    const first = startJobs({ db, tasks: [task] })
    await first.working()
    const second = startJobs({ db, tasks: [task] })
    t.after(() => Promise.all([first.stop(), second.stop()]).then(drop))
    const standby = await Promise.race([
      second.working().then(() => 'works'),
      new Promise((resolve) => setTimeout(resolve, 800, 'waits')),
    ])
    assert.equal(standby, 'waits')
    await db.request.query(`select app.add_job('slow', '{}')`)
    await until('it began', () => runs === 1)
    await cutAll(adminUrl)
    hang = false
    await until('the queue is empty', async () => {
      try {
        return (await db.job.query('select from graphile_worker._private_jobs')).rowCount === 0
      } catch {
        return false
      }
    })
    assert.ok(runs >= 1)
    await db.request.query(`select app.add_job('slow', '{}')`)
    const before = runs
    await until('work goes on', () => runs > before)
  })

  test('the job role owns nothing of the queue', async (t) => {
    const { db } = await testDatabase(t)
    await assert.rejects(db.job.query('drop table graphile_worker._private_jobs'), /must be owner/)
    for (const role of ['request', 'intake', 'auth', 'ledger'] as const)
      await assert.rejects(db[role].query('select * from graphile_worker._private_jobs'), /permission denied/)
  })
})

describe('notices', () => {
  test('arrive, and after a cut the gap is told and they arrive again', async (t) => {
    const { db, adminUrl, drop } = await testDatabase()
    const listener = await openListener(db)
    t.after(() => listener.close().then(drop))
    const heard: string[] = []
    let gaps = 0
    listener.onGap(() => gaps++)
    await listener.onNotify('feed', (payload) => heard.push(payload))
    await listener.onNotify('feed', (payload) => heard.push(`${payload} too`))
    await db.ledger.query("select pg_notify('feed', '1')")
    await until('heard', () => heard.length === 2)
    assert.deepEqual(heard, ['1', '1 too'])
    await cutAll(adminUrl)
    await until('gap', () => gaps === 1)
    await until('heard again', async () => {
      await db.ledger.query("select pg_notify('feed', '2')").catch(() => {})
      return heard.includes('2')
    })
    await assert.rejects(
      listener.onNotify('feed; drop table signal', () => {}),
      /not a channel/,
    )
  })
})
