/** The repository keeps the rules of the house, and each rule is shown to fail where it is broken. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  cyclesOf,
  FAIL_LINES,
  type Finding,
  judge,
  longFiles,
  type Packages,
  WARN_LINES,
} from './support/architecture.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

const readTree = (folder: string): [string, string][] =>
  readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = `${folder}/${entry.name}`
    if (['dist', 'node_modules', 'output', 'vectors'].includes(entry.name)) return []
    if (entry.isDirectory()) return readTree(path)
    return [[path, /\.tsx?$/.test(path) ? readFileSync(join(repository, path), 'utf8') : '']]
  })

const inWords = (findings: Finding[]): string => findings.map((it) => `[${it.rule}] ${it.where} ${it.text}`).join('\n')

test('the repository keeps floors, doors, cycles, the browser’s share, purity, packages and size', (t) => {
  const sources = new Map(['src', 'web', 'bench', 'test', 'data', 'sql'].flatMap(readTree))
  sources.set('package.json', '')
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  const declared = {
    dependencies: Object.keys(manifest.dependencies),
    devDependencies: Object.keys(manifest.devDependencies),
  }
  for (const it of longFiles(sources, WARN_LINES)) t.diagnostic(`longer than ${WARN_LINES} lines: ${it}`)
  const findings = judge(sources, declared)
  assert.equal(findings.length, 0, `\n${inWords(findings)}\n`)
})

const PACKAGES: Packages = { dependencies: ['pg'], devDependencies: ['react', '@types/geojson'] }

const rulesBroken = (files: Record<string, string>): string[] =>
  judge(new Map(Object.entries(files)), PACKAGES).map((it) => it.rule)

const clean = {
  'src/base/public.ts': `export * from './time.ts'`,
  'src/base/time.ts': `export const MINUTE = 60_000`,
  'src/engine/sharing/public.ts': `export { share } from './service.ts'`,
  'src/engine/sharing/service.ts': `import pg from 'pg'\nimport { MINUTE } from '../../base/public.ts'\nexport const share = [pg, MINUTE]`,
  'src/actions/signals/decide.ts': `import type { Pool } from 'pg'\nexport const decide = (it: Pool) => it`,
  'src/actions/signals/service.ts': `import { share } from '../../engine/sharing/public.ts'\nexport const take = share`,
  'web/console/main.tsx': `import { MINUTE } from '../../src/base/time.ts'\nimport type { take } from '../../src/actions/signals/service.ts'\nimport './main.css'\nexport const x: typeof take = <b>{MINUTE}</b>`,
  'web/console/main.css': '',
}

test('sources that keep the rules have no finding', () => {
  assert.deepEqual(judge(new Map(Object.entries(clean)), PACKAGES), [])
})

/** name, the file that breaks the rule, its text, the rule it breaks */
const BREAKS: readonly [string, string, string, string][] = [
  [
    'an upward import',
    'src/base/up.ts',
    `import { share } from '../engine/sharing/public.ts'\nexport const x = share`,
    'floors',
  ],
  [
    'an upward type',
    'src/base/up.ts',
    `import type { share } from '../engine/sharing/public.ts'\nexport type X = typeof share`,
    'floors',
  ],
  [
    'an upward type in place',
    'src/base/up.ts',
    `export type X = import('../engine/sharing/public.ts').share`,
    'floors',
  ],
  [
    'an upward dynamic import',
    'src/base/up.ts',
    `export const x = () => import('../engine/sharing/public.ts')`,
    'floors',
  ],
  ['an upward re-export', 'src/base/up.ts', `export { share } from '../engine/sharing/public.ts'`, 'floors'],
  ['an upward re-export of all', 'src/base/up.ts', `export * from '../engine/sharing/public.ts'`, 'floors'],
  [
    'an upward worker',
    'src/base/up.ts',
    `export const x = new URL('../engine/sharing/public.ts', import.meta.url)`,
    'floors',
  ],
  ['a floor nobody drew', 'src/extra/a.ts', `import '../base/public.ts'`, 'floors'],
  ['the server importing the page', 'src/app/a.ts', `import '../../web/console/main.tsx'`, 'floors'],
  ['a deep import', 'src/actions/signals/a.ts', `import '../../engine/sharing/service.ts'`, 'doors'],
  [
    'a deep type import',
    'src/actions/signals/a.ts',
    `import type { share } from '../../engine/sharing/service.ts'\nexport type X = share`,
    'doors',
  ],
  ['a deep import of base', 'src/actions/signals/a.ts', `import '../../base/time.ts'`, 'doors'],
  ['a deep import from a bench', 'bench/a.ts', `import '../src/engine/sharing/service.ts'`, 'doors'],
  [
    'a page with values of the server',
    'web/console/a.ts',
    `import { take } from '../../src/actions/signals/service.ts'\nexport const x = take`,
    'browser',
  ],
  [
    'a page with an inline type, which still loads',
    'web/console/a.ts',
    `import { type take } from '../../src/actions/signals/service.ts'\nexport type X = take`,
    'browser',
  ],
  [
    'a page loading the server later',
    'web/console/a.ts',
    `export const x = () => import('../../src/actions/signals/service.ts')`,
    'browser',
  ],
  ['the kit importing a page', 'web/kit/a.ts', `import '../console/main.tsx'`, 'browser'],
  ['one application importing the other', 'web/portal/a.ts', `import '../console/main.tsx'`, 'browser'],
  [
    'a decision that reads files',
    'src/actions/warn/decide.ts',
    `import { readFileSync } from 'node:fs'\nexport const x = readFileSync`,
    'purity',
  ],
  ['a decision that loads', 'src/actions/signals/decide.ts', `import './service.ts'`, 'purity'],
  ['a method with a database', 'src/methods/risk/a.ts', `import pg from 'pg'\nexport const x = pg`, 'purity'],
  ['a file that imports itself', 'src/base/a.ts', `import './a.ts'`, 'cycles'],
  ['two files in a circle', 'src/base/time.ts', `import './public.ts'\nexport const MINUTE = 60_000`, 'cycles'],
  ['an import that leads nowhere', 'src/base/a.ts', `import './gone.ts'`, 'resolve'],
  ['a computed import', 'src/app/a.ts', `export const x = (name: string) => import(name)`, 'resolve'],
  ['a package not declared', 'src/app/a.ts', `import 'left-pad'`, 'packages'],
  ['a development package in the server', 'src/app/a.ts', `import 'react'`, 'packages'],
  ['a built-in without its prefix', 'src/app/a.ts', `import 'fs'`, 'packages'],
  ['a file without end', 'src/app/a.ts', '// line\n'.repeat(FAIL_LINES + 1), 'size'],
]

for (const [name, path, source, rule] of BREAKS)
  test(`is found: ${name}`, () => {
    const broken = new Set(rulesBroken({ ...clean, [path]: source }))
    assert.ok(broken.has(rule), `expected ${rule}, found ${[...broken].join(', ') || 'nothing'}`)
    assert.equal(broken.size, 1)
  })

test('is found: rooms in a circle by types alone', () => {
  const files = {
    'src/actions/warn/public.ts': `import type { B } from '../respond/public.ts'\nexport type A = B`,
    'src/actions/respond/public.ts': `import type { A } from '../warn/public.ts'\nexport type B = A`,
  }
  assert.deepEqual(rulesBroken(files), ['cycles'])
})

test('a lazy import back, types between files, and text that looks like an import are no cycle and no finding', () => {
  const files = {
    'src/app/a.ts': `import { b } from './b.ts'\nexport const a = b`,
    'src/app/b.ts': `import type { a } from './a.ts'\nexport const b = () => import('./a.ts')\nexport type A = typeof a`,
    'src/base/text.ts': `// import '../app/a.ts'\nexport const x = "import '../app/a.ts'"\nexport const url = new URL('http://x/a.ts')`,
  }
  assert.deepEqual(rulesBroken(files), [])
})

test('cycles are found as whole parts', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a', 'd'])],
    ['d', new Set<string>()],
  ])
  assert.deepEqual(cyclesOf(edges), [['a', 'b', 'c']])
})
