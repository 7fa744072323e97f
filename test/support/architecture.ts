/**
 * The rules of the house as functions over imports: floors, doors, cycles, the browser's share, purity, file size.
 * Each gives findings in words that say what to do. `test/architecture.test.ts` runs them on the repository and,
 * on small made-up sources, proves of each that it can fail.
 */
import { builtinModules } from 'node:module'
import { type Import, readImports, type Sources } from './imports.ts'

/** In order: a floor imports only itself and those before it. */
export const FLOORS = [
  'base',
  'methods',
  'store',
  'ledger',
  'environment',
  'engine',
  'actions',
  'outcomes',
  'drivers',
  'exercise',
  'exchange',
  'app',
] as const

/** Floors without rooms: the folder as a whole is entered by its own `public.ts`. */
const WHOLE_FLOORS = new Set(['base', 'store', 'ledger', 'app'])
/** Nothing that reads or writes the outside world may be imported where the rules are pure. */
const OUTSIDE_WORLD =
  /^(node:(fs|net|http|https|tls|dgram|child_process|worker_threads|cluster|readline|dns|process)(\/.*)?|pg|kysely|fastify|graphile-worker)$/
export const WARN_LINES = 400
export const FAIL_LINES = 600

export type Finding = { rule: string; where: string; text: string }

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/')

const floorOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1]

/** `base`, `methods/merkle`, `engine/sharing`; a file directly on a floor with rooms belongs to the floor's own room. */
const roomOf = (path: string): string | undefined => {
  const [, floor, room, rest] = path.split('/')
  if (!path.startsWith('src/') || floor === undefined) return undefined
  return WHOLE_FLOORS.has(floor) || rest === undefined ? floor : `${floor}/${room}`
}

const finding = (rule: string, it: Import, text: string): Finding => ({ rule, where: `${it.from}:${it.line}`, text })

const unresolved = (imports: Import[]): Finding[] =>
  imports.flatMap((it) => {
    if (it.specifier === '<computed>')
      return it.from.startsWith('src/') && !isTest(it.from)
        ? [finding('resolve', it, 'imports a computed name, which no check can follow: name the file')]
        : []
    return it.specifier.startsWith('.') && it.to === undefined
      ? [finding('resolve', it, `imports ${it.specifier}, which does not exist`)]
      : []
  })

const floors = (imports: Import[]): Finding[] =>
  imports.flatMap((it) => {
    const own = floorOf(it.from)
    if (own === undefined || it.to === undefined) return []
    const rank = (FLOORS as readonly string[]).indexOf(own)
    if (rank < 0) return [finding('floors', it, `src/${own} is not a floor of the house`)]
    const other = floorOf(it.to)
    if (other === undefined) {
      const allowed = !/^(web|bench|test|bin)\//.test(it.to) || (isTest(it.from) && it.to.startsWith('test/'))
      return allowed ? [] : [finding('floors', it, `src imports ${it.to}; the server never imports web, bench or test`)]
    }
    return (FLOORS as readonly string[]).indexOf(other) > rank
      ? [finding('floors', it, `${own} imports ${it.to}: ${other} is a later floor. Pass it in, or return data`)]
      : []
  })

const doors = (imports: Import[]): Finding[] =>
  imports.flatMap((it) => {
    if (it.to === undefined || it.from.startsWith('web/')) return []
    const room = roomOf(it.to)
    if (room === undefined || room === 'app' || room === roomOf(it.from) || isTest(it.from)) return []
    return it.to === `src/${room}/public.ts`
      ? []
      : [finding('doors', it, `enters ${room} by ${it.to}; its only door is src/${room}/public.ts`)]
  })

/** The browser takes types from anywhere and values from `src/base` alone; the kit knows no application. */
const browser = (imports: Import[]): Finding[] =>
  imports.flatMap((it) => {
    if (!it.from.startsWith('web/') || it.to === undefined) return []
    if (it.to.startsWith('src/') && it.kind !== 'type' && floorOf(it.to) !== 'base' && !isTest(it.from))
      return [finding('browser', it, `imports values from ${it.to}; use "import type", or a constant of src/base`)]
    const own = it.from.split('/')[1]
    const other = it.to.startsWith('web/') ? it.to.split('/')[1] : undefined
    const isApplication = (name: string | undefined) => name === 'console' || name === 'portal'
    if (isApplication(other) && other !== own && (own === 'kit' || isApplication(own)))
      return [finding('browser', it, `web/${own} imports ${it.to}; what two share belongs in web/kit`)]
    return []
  })

const purity = (imports: Import[]): Finding[] =>
  imports.flatMap((it) => {
    const pure = /^src\/(base|methods)\//.test(it.from) || /^src\/.*\/decide\.ts$/.test(it.from)
    if (!pure || isTest(it.from) || it.kind === 'type') return []
    if (OUTSIDE_WORLD.test(it.specifier))
      return [finding('purity', it, `is pure by its place, but imports ${it.specifier}`)]
    return it.from.endsWith('/decide.ts') && /\/(store|service|routes)\.ts$/.test(it.specifier)
      ? [finding('purity', it, `decides, so it must not import ${it.specifier}: load first, then decide`)]
      : []
  })

/** Strongly connected parts with more than one member (Tarjan 1972), each as a list of names. */
export const cyclesOf = (edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] => {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []
  const visit = (node: string): void => {
    index.set(node, index.size)
    low.set(node, index.get(node) as number)
    stack.push(node)
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) as number, low.get(next) as number))
    }
    if (low.get(node) !== index.get(node)) return
    const part = stack.splice(stack.indexOf(node))
    if (part.length > 1 || edges.get(node)?.has(node)) cycles.push(part.sort())
  }
  for (const node of edges.keys()) if (!index.has(node)) visit(node)
  return cycles
}

const graph = (pairs: Iterable<readonly [string, string]>): Map<string, Set<string>> => {
  const edges = new Map<string, Set<string>>()
  for (const [from, to] of pairs) {
    const targets = edges.get(from) ?? new Set()
    edges.set(from, targets.add(to))
  }
  return edges
}

const cycles = (imports: Import[]): Finding[] => {
  const files: [string, string][] = []
  const rooms: [string, string][] = []
  for (const { from, to, kind } of imports) {
    if (to === undefined) continue
    if (kind === 'value') files.push([from, to])
    const [own, other] = [roomOf(from), roomOf(to)]
    // Across floors a circle contains an upward edge, which is found already.
    if (own && other && own !== other && floorOf(from) === floorOf(to) && !isTest(from)) rooms.push([own, other])
  }
  return [
    ...cyclesOf(graph(files)).map((it) => ({
      rule: 'cycles',
      where: it[0] ?? '',
      text: `files import each other: ${it.join(', ')}`,
    })),
    ...cyclesOf(graph(rooms)).map((it) => ({
      rule: 'cycles',
      where: it[0] ?? '',
      text: `rooms import each other: ${it.join(', ')}`,
    })),
  ]
}

export type Packages = { dependencies: readonly string[]; devDependencies: readonly string[] }

/** What is imported is declared; what the server needs is no development dependency. */
const packages = (imports: Import[], declared: Packages): Finding[] =>
  imports.flatMap((it) => {
    const { specifier } = it
    if (specifier.startsWith('.') || specifier === '<computed>' || specifier.startsWith('node:')) return []
    if (builtinModules.includes(specifier)) return [finding('packages', it, `write node:${specifier}`)]
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`
    const server = it.from.startsWith('src/') && !isTest(it.from) && it.kind !== 'type'
    const known = server ? declared.dependencies : [...declared.dependencies, ...declared.devDependencies]
    if (known.includes(name) || (it.kind === 'type' && known.includes(types))) return []
    return [
      finding(
        'packages',
        it,
        `imports ${name}, which package.json does not list${server ? ' under dependencies' : ''}`,
      ),
    ]
  })

const lineCount = (source: string): number => source.split('\n').length - (source.endsWith('\n') ? 1 : 0)

/** Files longer than `limit` lines, longest first, as `path (lines)`. */
export const longFiles = (sources: Sources, limit: number): string[] =>
  [...sources]
    .filter(([path]) => /\.tsx?$/.test(path))
    .map(([path, source]) => ({ path, lines: lineCount(source) }))
    .filter(({ lines }) => lines > limit)
    .sort((a, b) => b.lines - a.lines)
    .map(({ path, lines }) => `${path} (${lines} lines)`)

const size = (sources: Sources): Finding[] =>
  longFiles(new Map([...sources].filter(([path]) => !isTest(path))), FAIL_LINES).map((it) => ({
    rule: 'size',
    where: it,
    text: `is longer than ${FAIL_LINES} lines: split it by what its parts do`,
  }))

/** Everything in `sources` that breaks a rule. Empty is good. */
export const judge = (sources: Sources, declared: Packages): Finding[] => {
  const imports = readImports(sources)
  return [
    ...unresolved(imports),
    ...floors(imports),
    ...doors(imports),
    ...browser(imports),
    ...purity(imports),
    ...cycles(imports),
    ...packages(imports, declared),
    ...size(sources),
  ]
}
