/** `tongguan account …` on this machine's site: beside a running server or without one. */
import { openSite } from '../site.ts'
import { accountCommand as runAccount } from './account.ts'
import type { Command } from './command.ts'

export const accountCommand: Command = async (args, terminal) => {
  // Never as a demonstration: a first command on an empty site makes a clean one.
  const config = { ...terminal.config(['--empty']), refuseDemo: false }
  const site = await openSite(config, 'join', () => {})
  try {
    const address = `${config.secureCookies ? 'https' : 'http'}://${config.host}:${config.port}`
    return await runAccount(args, site.house, address, {
      json: terminal.json,
      out: (line) => terminal.print(line),
      err: (line) => terminal.say(line),
    })
  } finally {
    await site.close()
  }
}
