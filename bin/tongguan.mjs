#!/usr/bin/env node
/** The command line: `npx tongguan --help`. */
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode, runProgram } from './run.mjs'
import { ensureWebBuilt } from './web.mjs'

const MAIN = join(repository, 'src', 'app', 'main.ts')

/** `npm run dev`: the server starts again when a source it loaded changes, the pages are built again when theirs do. */
const develop = (args) => {
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js')
  const pages = [vite, 'build', 'web', '--watch', '--logLevel', 'warn']
  return Promise.race([
    runNode(['--watch', '--watch-preserve-output', MAIN, ...args]),
    runNode(pages, { cwd: repository, stdio: ['ignore', 2, 2] }),
  ])
}

await runProgram(async () => {
  const args = process.argv.slice(2)
  if (args[0] !== 'serve' || args.includes('--help')) return runNode([MAIN, ...args])
  const built = await ensureWebBuilt()
  if (built !== 0) return built
  return args.includes('--dev') ? develop(args) : runNode([MAIN, ...args])
})
