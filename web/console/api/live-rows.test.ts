import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { mergeHead } from './live-rows.ts'
import { paced } from './pace.ts'

const row = (id: string, text = '') => ({ id, text })

test('nothing that is being read moves: new rows wait, shown rows renew in place', () => {
  const { rows, waiting } = mergeHead([row('b'), row('c')], [row('x'), row('a'), row('b', 'new')])
  assert.deepEqual(rows, [row('b', 'new'), row('c')])
  assert.equal(waiting, 2)
})

test('before anything arrived nothing waits; into an empty list everything waits', () => {
  assert.deepEqual(mergeHead([row('a')], undefined), { rows: [row('a')], waiting: 0 })
  assert.equal(mergeHead([], [row('a')]).waiting, 1)
})

test('paced: at once, then no more often than the pace, and the last call is not lost', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let runs = 0
  const { run, stop } = paced(() => {
    runs += 1
  }, 300)
  run()
  run()
  run()
  assert.equal(runs, 1)
  mock.timers.tick(300)
  assert.equal(runs, 2)
  mock.timers.tick(300)
  assert.equal(runs, 2)
  run()
  run()
  stop()
  mock.timers.tick(1_000)
  assert.equal(runs, 3)
  mock.timers.reset()
})
