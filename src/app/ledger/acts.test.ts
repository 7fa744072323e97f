/** Reads the sources: whoever records a new act or a new kind of object gives it a title in both languages. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ACT_TITLES, OBJECT_TITLES } from './acts.ts'

const src = join(import.meta.dirname, '..', '..')
const OWN = 'app/ledger/acts.ts'
const sources = globSync('**/*.ts', { cwd: src })
  .filter((name) => !name.endsWith('.test.ts') && name !== OWN)
  .map((name) => ({ name, code: readFileSync(join(src, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') }))

/** Where each match of the first group stands. */
const found = (pattern: RegExp): Map<string, string> =>
  new Map(sources.flatMap(({ name, code }) => [...code.matchAll(pattern)].map((match) => [match[1]!, name] as const)))

/** `room.past_tense` of a room that is known as a kind of object or that only has acts; names of files, rights and jobs are not acts. */
const ROOMS = [...Object.keys(OBJECT_TITLES), 'record', 'session', 'notification', 'law'].join('|')
const written = new RegExp(
  `'((?:${ROOMS})\\.(?!csv'|json'|edit'|renew_reference'|work'|fold'|wake'|evaluate')[a-z_]+)'`,
  'g',
)
/** Whatever is written as an act, also of a room that nobody knows yet. */
const acts = [
  ...found(/\bact: '([a-z_.]+)'/g),
  ...found(/\bact: [^,;\n]*\? '([a-z_.]+)'/g),
  ...found(/\bact: [^,;\n]*\? '[a-z_.]+' : '([a-z_.]+)'/g),
  ...found(written),
]
/** Announced on the stream's own line, never written as an entry. */
const NOT_RECORDED = new Set(['stream.opened'])

test('every act that the code records has a title', () => {
  assert.ok(acts.length > 30, 'the sources were not found')
  for (const [act, file] of acts)
    if (!NOT_RECORDED.has(act)) assert.ok(ACT_TITLES[act], `${act} (${file}) has no title in ${OWN}`)
})

test('every title is of an act that the code records', () => {
  const recorded = new Set(acts.map(([act]) => act))
  for (const act of Object.keys(ACT_TITLES)) assert.ok(recorded.has(act), `${act} is not recorded any more`)
})

test('every kind of object has a title', () => {
  const kinds = [
    ...found(/\bobject: [`']([a-z_]+)\//g),
    ...found(/\bobject: [^,;\n]*[`']([a-z_]+)\/[a-z$]/g),
    ...found(/\bobjectKind: '([a-z_]+)'/g),
    ...found(/discloses: \([^)]*\) => \w[^`\n]*`([a-z_]+)\/\$/g),
    ...found(/\.map\(\(\w+\) => `([a-z_]+)\/\$\{/g),
  ]
  assert.ok(kinds.length > 8, 'the sources were not found')
  for (const [kind, file] of kinds) assert.ok(OBJECT_TITLES[kind], `${kind} (${file}) has no title in ${OWN}`)
})

test('titles are complete and unmixed', () => {
  for (const [key, { zh, en }] of [...Object.entries(ACT_TITLES), ...Object.entries(OBJECT_TITLES)]) {
    assert.match(zh, /^[\p{Script=Han}，]+$/u, key)
    assert.match(en, /^[A-Za-z, -]+$/, key)
  }
})
