#!/usr/bin/env node
/** `npm run bench -- NAME`: runs `bench/NAME.ts` and holds it to its contract, one JSON object as the last line. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode, runProgram } from './run.mjs'

const names = () =>
  readdirSync(join(repository, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
    .map((file) => file.slice(0, -3))
    .sort()

await runProgram(() => {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined || !names().includes(name)) {
    const fault = name === undefined ? 'Name a benchmark' : `There is no benchmark "${name}"`
    process.stderr.write(`${fault}. Usage: npm run bench -- NAME\nNames: ${names().join(', ') || 'none yet'}\n`)
    return 2
  }
  return runNode([join(repository, 'bench', 'main.ts'), name, ...args])
})
