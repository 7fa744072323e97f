#!/usr/bin/env node
/** `npm start`: installs what is missing, builds the pages when their sources changed, and serves. */
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode, runProgram } from './run.mjs'
import { ensureWebBuilt } from './web.mjs'

await runProgram(async () => {
  const built = await ensureWebBuilt()
  if (built !== 0) return built
  return runNode([join(repository, 'src', 'app', 'main.ts'), 'serve', ...process.argv.slice(2)])
})
