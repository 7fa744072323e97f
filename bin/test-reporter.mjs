/**
 * Reporter for `node --test`: failures and skips in full, passes as one line each (or none, with TONGGUAN_REPORT=brief).
 * When the run ends it writes `{passed, failed, skipped}` to the file named by TONGGUAN_TALLY; without that file the run
 * did not end, and counts as failed.
 */
import { writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { inspect } from 'node:util'

const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/
const indent = (text, by) => text.replace(/^/gm, ' '.repeat(by))

const isFile = (data) => data.file !== undefined && resolve(data.name) === resolve(data.file)

const verdictOf = (type, data) => {
  if (data.details?.type === 'suite') return type === 'test:fail' && !isSubtestFailure(data) ? 'failed' : undefined
  if (data.skip !== undefined && data.skip !== false) return 'skipped'
  if (data.todo !== undefined && data.todo !== false) return 'skipped'
  // A file that is itself reported as passed holds no test: a test that cannot fail is a defect.
  if (type === 'test:pass') return isFile(data) ? 'failed' : 'passed'
  return isSubtestFailure(data) ? undefined : 'failed'
}

/** The parent of a failed test fails too; only the inner one is counted. */
const isSubtestFailure = (data) => data.details?.error?.failureType === 'subtestsFailed'

const reasonOf = (data) => {
  const note = data.skip ?? data.todo
  return typeof note === 'string' && note !== '' ? note : 'no reason given'
}

const describe = (verdict, data) => {
  const where = data.file === undefined ? '' : ` (${relative(process.cwd(), data.file)}:${data.line ?? 1})`
  const took = `${Math.round(data.details?.duration_ms ?? 0)} ms`
  if (verdict === 'passed') return `  ✔ ${data.name} ${took}\n`
  if (verdict === 'skipped') return `  - skipped: ${data.name}${where}: ${reasonOf(data)}\n`
  const error = data.details?.error
  const text = error === undefined ? 'the file holds no test' : inspect(error.cause ?? error, { depth: 4 })
  return `  ✖ ${data.name}${where} ${took}\n${indent(text, 6)}\n`
}

export default async function* report(source) {
  const tally = { passed: 0, failed: 0, skipped: 0 }
  const brief = process.env.TONGGUAN_REPORT === 'brief'
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield indent(data.message.replace(/\n$/, ''), 6).concat('\n')
    else if (type === 'test:diagnostic' && !SUMMARY.test(data.message)) yield `  i ${data.message}\n`
    else if (type === 'test:pass' || type === 'test:fail') {
      const verdict = verdictOf(type, data)
      if (verdict === undefined) continue
      tally[verdict] += 1
      if (verdict !== 'passed' || !brief) yield describe(verdict, data)
    }
  }
  if (process.env.TONGGUAN_TALLY) writeFileSync(process.env.TONGGUAN_TALLY, JSON.stringify(tally))
}
