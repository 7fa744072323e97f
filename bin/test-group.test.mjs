/** The count that `npm test` ends with is honest: each way a test can go wrong is a failure, and nothing is counted twice. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runCommand, runTestFiles } from './test-group.mjs'

const HEAD = `import { describe, it, test } from 'node:test'\nimport assert from 'node:assert/strict'\n`

/** name, source, options, expected [passed, failed, skipped] */
const CASES = [
  ['passes', `test('a', () => {})\ntest('b', () => {})`, {}, [2, 0, 0]],
  ['a failure', `test('a', () => assert.equal(1, 2))\ntest('b', () => {})`, {}, [1, 1, 0]],
  [
    'a skip with its reason',
    `test('a', (t) => t.skip('no data here'))\ntest('b', { skip: 'also' }, () => {})`,
    {},
    [0, 0, 2],
  ],
  ['a suite is not a test', `describe('s', () => { it('a', () => {}); it('b', () => {}) })`, {}, [2, 0, 0]],
  ['a failure in a suite counts once', `describe('s', () => { it('a', () => assert.fail()) })`, {}, [0, 1, 0]],
  [
    'a failure in a subtest counts once',
    `test('p', async (t) => { await t.test('c', () => assert.fail()) })`,
    {},
    [0, 1, 0],
  ],
  [
    'a broken hook',
    `describe('s', () => { before(() => { throw new Error('hook') }); it('a', () => {}) })\nimport { before } from 'node:test'`,
    {},
    [0, 1, 0],
  ],
  ['a file that does not load', `import './gone.mjs'`, {}, [0, 1, 0]],
  ['a process that exits on its own', `test('a', () => process.exit(3))`, {}, [0, 1, 0]],
  ['a process that is killed', `test('a', () => process.kill(process.pid, 'SIGKILL'))`, {}, [0, 1, 0]],
  ['a file without a test', `export const x = 1`, {}, [0, 1, 0]],
  ['an error after the tests', `test('a', () => {})\nsetTimeout(() => { throw new Error('late') }, 20)`, {}, [1, 1, 0]],
  ['one process: passes', `test('a', () => {})`, { isolated: false }, [1, 0, 0]],
  ['one process: a failure', `test('a', () => assert.fail())`, { isolated: false }, [0, 1, 0]],
  ['one process: a file that does not load', `import './gone.mjs'`, { isolated: false }, [0, 1, 0]],
  ['one process: it exits on its own', `test('a', () => process.exit(0))`, { isolated: false }, [0, 1, 0]],
  [
    'a test without end',
    `test('a', () => new Promise(() => { setInterval(() => {}, 1000) }))`,
    { seconds: 1 },
    [0, 1, 0],
  ],
]

for (const [name, source, options, [passed, failed, skipped]] of CASES)
  test(`counted: ${name}`, { concurrency: true }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tongguan-group-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const file = join(folder, 'case.test.mjs')
    writeFileSync(file, HEAD + source)
    const output = []
    const tally = await runTestFiles('case', [file], { brief: true, write: (text) => output.push(text), ...options })
    const text = output.join('')
    if (failed === 0) assert.deepEqual(tally, { passed, failed, skipped }, text)
    else assert.ok(tally.passed <= passed + 1 && tally.failed >= 1, JSON.stringify(tally) + text)
    if (name.includes('counts once')) assert.equal(tally.failed, 1, text)
    if (skipped > 0) assert.match(text, /skipped: a.*no data here/)
  })

test('a command over its time is ended with what it started', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-group-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const mark = join(folder, 'lived-on')
  const later = `setTimeout(() => require('node:fs').writeFileSync(process.env.MARK, ''), 900)`
  const script = `require('node:child_process').spawn(process.execPath, ['-e', process.env.LATER]); setInterval(() => {}, 1000)`
  const env = { MARK: mark, LATER: later }
  const { status } = await runCommand(process.execPath, ['-e', script], { seconds: 0.3, env })
  assert.equal(status, 124)
  await new Promise((done) => setTimeout(done, 1000))
  assert.equal(existsSync(mark), false)
})
