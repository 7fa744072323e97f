/** How what waits for a person is grouped: windows and subjects by kind, reasons, when a dismissed group comes back. Data. */
import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Words = { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }
const KindSchema = Type.Object({
  ...Words,
  windowHours: Type.Integer({ minimum: 1, maximum: 24 * 7 }),
  /** Kinds of mention, the first that the signal has is its subject. */
  subjects: Type.Array(Type.String()),
})
const TriageRulesSchema = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  source: Type.Object(Words),
  kinds: Type.Record(Type.String(), KindSchema),
  otherKinds: KindSchema,
  subjects: Type.Record(Type.String(), Type.Object(Words)),
  returnAfter: Type.Object({ count: Type.Integer({ minimum: 1 }), ...Words }),
  dismissReasons: Type.Array(Type.Object({ id: Type.String(), ...Words }), { minItems: 1 }),
  snoozeMinutes: Type.Array(Type.Integer({ minimum: 1 })),
})
export type TriageRules = Static<typeof TriageRulesSchema>

const FILE = new URL('../../../data/rules/triage.json', import.meta.url)

let loaded: TriageRules | undefined

/** @throws Error where the file is missing or not as it should be */
export const triageRules = (): TriageRules => {
  if (!loaded) {
    const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'))
    if (!Value.Check(TriageRulesSchema, document))
      throw new Error(`data/rules/triage.json: ${JSON.stringify(Value.Errors(TriageRulesSchema, document)[0])}`)
    loaded = document
  }
  return loaded
}
