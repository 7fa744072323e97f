/** What a command is given, and how it says that it was called wrongly. */
import type { Config } from '../config.ts'

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export type Terminal = {
  /** One JSON document on standard output; everything else goes to standard error. */
  json: boolean
  config(options?: readonly string[]): Config
  /** A line for a person, on standard error. */
  say(line: string): void
  /** The result, on standard output. */
  print(text: string): void
}

/** Resolves with the exit status. */
export type Command = (args: readonly string[], terminal: Terminal) => Promise<number>
