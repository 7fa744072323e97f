/**
 * Every import of a set of TypeScript sources, resolved: static, type-only, dynamic, re-export, `import('x').T` in a type,
 * and `new URL('./x.ts', import.meta.url)` (how workers and child processes are named). Read from the syntax tree, so
 * neither comments nor strings deceive it. For the architecture test only.
 */
import { posix } from 'node:path'
import { parseSync } from 'vite'

export type ImportKind = 'value' | 'type' | 'dynamic'

export type Import = {
  /** Path of the importing file from the repository's root, with `/`. */
  from: string
  /** Path of the imported file, or `undefined` for a package, a built-in or what could not be resolved. */
  to: string | undefined
  /** As written. */
  specifier: string
  kind: ImportKind
  line: number
}

/** Sources by path from the repository's root. Files that are not TypeScript may be listed with any text. */
export type Sources = ReadonlyMap<string, string>

type Node = { type: string; start: number; [name: string]: unknown }
type Found = { specifier: string | undefined; kind: ImportKind; start: number }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

const walk = (value: unknown, visit: (node: Node) => void): void => {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
    return
  }
  if (!isNode(value)) return
  visit(value)
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) walk(child, visit)
}

const textOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined
  if (node.type === 'TSLiteralType') return textOf(node['literal'])
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
}

/** `new URL('./x.ts', import.meta.url)`: a file that another thread or process will load. */
const workerUrl = (node: Node): string | undefined => {
  const callee = node['callee'] as Node
  const args = node['arguments'] as Node[]
  if (node.type !== 'NewExpression' || callee.type !== 'Identifier' || callee['name'] !== 'URL') return undefined
  const specifier = textOf(args[0])
  return specifier !== undefined && /^\.{1,2}\/.*\.tsx?$/.test(specifier) ? specifier : undefined
}

const findImports = (path: string, source: string): Found[] => {
  const parsed = parseSync(path, source, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
  if (parsed.errors.length > 0) throw new Error(`${path} does not parse: ${parsed.errors[0]?.message}`)
  const found: Found[] = []
  walk(parsed.program, (node) => {
    const at = { start: node.start }
    switch (node.type) {
      case 'ImportDeclaration':
        found.push({ ...at, specifier: textOf(node['source']), kind: node['importKind'] === 'type' ? 'type' : 'value' })
        break
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node['source'])
          found.push({
            ...at,
            specifier: textOf(node['source']),
            kind: node['exportKind'] === 'type' ? 'type' : 'value',
          })
        break
      case 'ImportExpression':
        found.push({ ...at, specifier: textOf(node['source']), kind: 'dynamic' })
        break
      case 'TSImportType':
        found.push({ ...at, specifier: textOf(node['source'] ?? node['argument']), kind: 'type' })
        break
      case 'NewExpression': {
        const specifier = workerUrl(node)
        if (specifier !== undefined) found.push({ ...at, specifier, kind: 'dynamic' })
      }
    }
  })
  return found
}

const resolve = (from: string, specifier: string, sources: Sources): string | undefined => {
  const target = posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')))
  const candidates = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`]
  return candidates.find((it) => sources.has(it))
}

/** All imports of the TypeScript files among `sources`. A specifier that is computed reads `<computed>`. */
export const readImports = (sources: Sources): Import[] => {
  const imports: Import[] = []
  for (const [from, source] of sources) {
    if (!/\.tsx?$/.test(from)) continue
    for (const { specifier, kind, start } of findImports(from, source)) {
      const line = source.slice(0, start).split('\n').length
      const to = specifier?.startsWith('.') ? resolve(from, specifier, sources) : undefined
      imports.push({ from, to, specifier: specifier ?? '<computed>', kind, line })
    }
  }
  return imports
}
