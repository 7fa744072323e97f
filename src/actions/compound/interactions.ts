/** The declared interactions of this checkout, read once. */
import { readFileSync } from 'node:fs'
import { type Interaction, type Interactions, parseInteractions } from '../../methods/risk/public.ts'

const FILE = new URL('../../../data/rules/interactions.json', import.meta.url)

let loaded: Interactions | undefined

/** @throws Error where the file is missing or malformed */
export const interactions = (): Interactions => {
  loaded ??= parseInteractions(JSON.parse(readFileSync(FILE, 'utf8')))
  return loaded
}

/** Undefined for one that a newer version no longer has. */
export const findInteraction = (id: string): Interaction | undefined =>
  interactions().interactions.find((one) => one.id === id)
