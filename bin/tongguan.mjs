#!/usr/bin/env node
/** The command line: `npx tongguan --help`. */
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode, runProgram } from './run.mjs'
import { ensureWebBuilt } from './web.mjs'

await runProgram(async () => {
  const args = process.argv.slice(2)
  if (args[0] === 'serve' && !args.includes('--dev')) {
    const built = await ensureWebBuilt()
    if (built !== 0) return built
  }
  return runNode([join(repository, 'src', 'app', 'main.ts'), ...args])
})
