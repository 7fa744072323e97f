/** `tongguan serve`: what `npm start` runs. Its last line says the address and how to sign in. */
import { serve } from '../serve.ts'
import type { Command } from './command.ts'

export const serveCommand: Command = async (args, terminal) => {
  const config = terminal.config(args)
  const served = await serve(config, terminal.say)
  let stopping = false
  const ended = new Promise<number>((resolve) => {
    const stop = (): void => {
      if (stopping) return
      stopping = true
      terminal.say('tongguan: stopping')
      served.stop().then(
        () => resolve(0),
        () => resolve(1),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
  const how = served.demo
    ? 'synthetic demonstration: choose a person on the sign-in page'
    : 'sign in with your account; the first one is made by: npx tongguan account create --admin --login NAME'
  terminal.print(`Tongguan 同关 at ${served.url} (${how})`)
  const status = await ended
  return status
}
