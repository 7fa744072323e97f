/**
 * Runs one benchmark and prints its result. A benchmark is a file `bench/NAME.ts` that exports `run`; it measures, prints
 * what a reader wants to see on the way, and returns its figures. The last line of output is made here, so that every
 * benchmark ends with one JSON object that begins with `"bench":"NAME"`.
 */
import { cpus, totalmem } from 'node:os'

/** Figures by key; numbers carry their unit in the name. Rows of several instances are arrays of such objects. */
export type Figures = { readonly [key: string]: number | string | boolean | null | Figures | readonly Figures[] }

/** `args` are those after the name. Throw when the benchmark cannot run: that is the exit status 1. */
export type Benchmark = (args: readonly string[]) => Promise<Figures>

const rounded = (value: Figures[string]): Figures[string] =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value

const main = async ([name, ...args]: readonly string[]): Promise<void> => {
  if (name === undefined) throw new Error('usage: node bench/main.ts NAME')
  const module = (await import(new URL(`./${name}.ts`, import.meta.url).href)) as { run?: Benchmark }
  if (module.run === undefined) throw new Error(`bench/${name}.ts exports no "run"`)
  const start = performance.now()
  const figures = await module.run(args)
  const plain = Object.entries(figures).filter(([, value]) => typeof value !== 'object')
  console.log(`\n${name}: ${((performance.now() - start) / 1000).toFixed(1)} s on ${cpus().length} cores`)
  for (const [key, value] of plain) console.log(`  ${key.padEnd(32)} ${rounded(value)}`)
  const machine = { cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version }
  console.log(JSON.stringify({ bench: name, ...figures, machine }, (_key, value) => rounded(value)))
}

if (import.meta.main)
  main(process.argv.slice(2)).then(
    // Pools and servers that a benchmark forgot must not keep a finished run alive.
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
