import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { byKind, countOf, meaningOf, tableName, whereWords } from './faults.ts'

const ledger = fileURLToPath(new URL('../../../../src/ledger', import.meta.url))

/** Each place that the verifier may name, out of its own source, with every expression made a plausible value. */
const placesInSource = (): string[] =>
  globSync('verify*.ts', { cwd: ledger }).flatMap((name) => {
    const code = readFileSync(`${ledger}/${name}`, 'utf8')
    const calls = [...code.matchAll(/found\.add\(\s*'[a-z-]+',\s*([^\n]+?)(?:,\s*seq[^\n]*)?\)\n/g)].map((m) => m[1]!)
    return calls.filter((one) => /^[`'].*[`']$/.test(one)).map((one) => filled(one.slice(1, -1)))
  })

const filled = (template: string): string =>
  template
    .replaceAll(/\$\{image\.table\} \$\{object\}/g, 'signal signal/6f9c-1')
    .replaceAll(/\$\{error\.message\}/g, 'its signature does not verify')
    .replaceAll(/\$\{(?:hash|encodeBase64\(hash\))\}/g, 'q3Vt0P3mC1mF2Xz8xZkq9sB7s2oZp0a1bQ0yV4n6mGk=')
    .replaceAll(/\$\{where\}/g, 'checkpoint')
    .replaceAll(/\$\{[^}]*\}/g, '7')

test('every place that the verifier names is said in both languages', () => {
  const places = placesInSource()
  assert.ok(places.length >= 18, `only ${places.length} were found in the source`)
  for (const place of places) {
    if (place.startsWith('checkpoint: ')) continue
    const zh = whereWords(place, 'zh').replaceAll(/tile\/\d+\/\d+|checkpoint|its signature does not verify|\S+=/g, '')
    assert.doesNotMatch(zh, /[a-z]{3,}/, `“${place}” stays “${zh}”`)
    assert.doesNotMatch(whereWords(place, 'en'), /\{|\p{Script=Han}/u)
  }
})

test('rows are named by table and by what is wrong', () => {
  assert.equal(whereWords('signal signal/6f9c: body, level', 'zh'), '信号 6f9c，不同的字段 body, level')
  assert.equal(whereWords('warning warning/1', 'en'), 'warnings 1')
  assert.equal(whereWords('task task/1: commitment', 'zh'), '任务 1，承诺不符')
  assert.equal(whereWords('something nobody foresaw!', 'zh'), 'something nobody foresaw!')
  assert.equal(tableName('vessel', 'zh'), 'vessel')
})

test('the meaning stands without its place; counts go beyond what is listed', () => {
  const fault = {
    kind: 'tile-altered',
    where: 'tile/0/3',
    zh: '哈希块被更改：tile/0/3 (#780)',
    en: 'a tile was altered: tile/0/3 (#780)',
  }
  assert.equal(meaningOf(fault, 'zh'), '哈希块被更改')
  assert.equal(meaningOf(fault, 'en'), 'a tile was altered')
  const result = {
    faults: [fault, { ...fault, kind: 'row-removed' }, fault],
    counts: { 'tile-altered': 2, 'row-removed': 73 },
  }
  assert.equal(countOf(result), 75)
  assert.deepEqual(
    byKind(result).map(({ kind, count, faults }) => [kind, count, faults.length]),
    [
      ['tile-altered', 2, 2],
      ['row-removed', 73, 1],
    ],
  )
})

test('a grant without a reason is told with names, in the reader’s language', () => {
  const where = '口岸办 值班长 | Port office, Duty officer > 海关 | Customs'
  assert.equal(whereWords(where, 'zh'), '口岸办 值班长，对海关的内容')
  assert.equal(whereWords(where, 'en'), 'Port office, Duty officer: content of Customs')
})
