/**
 * From a message to everything that its transaction writes, as far as that needs no database: tokens for persons, keys and
 * content for duplicates, search words, mentions, the judgement of the rules. Pure but for random salts.
 */
import { hash } from 'node:crypto'
import { canonicalJson, type Json } from '../../base/public.ts'
import { judgeSignal } from '../assess/public.ts'
import type { Body, Content, Credibility, Reliability } from './kinds/kind.ts'
import { getKind } from './kinds/registry.ts'
import { mentionsOf, searchOf, searchOfPart } from './kinds/words.ts'

export type Tokens = (agency: string, purpose: string, role: string, value: string) => string

export type Judged = ReturnType<typeof judgeSignal>

export type PreparedPart = {
  name: string
  /** Canonical JSON, with tokens for persons. */
  body: string
  search: string
}

export type Prepared = {
  kind: string
  externalNo: string
  observedAt: Date
  /** 16 bytes in hexadecimal: which message of its source it is. */
  keyHash: string
  /** 16 bytes in hexadecimal: what it says, whatever the order of columns. Over tokens, so that it cannot be tried for a person's code. */
  contentHash: string
  body: Body
  search: string
  parts: readonly PreparedPart[]
  mentions: [kind: string, key: string][]
  persons: readonly { token: string; role: string; value: string }[]
  flags: readonly string[]
  reliability: Reliability | null
  credibility: Credibility | null
  caseNos: readonly string[]
  judged: Judged
}

const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 32)

/** What a message says about itself counts as content only where it says something: keys of before stay what they were. */
const contentHashOf = (content: Content, parts: readonly PreparedPart[]): string => {
  const { observedAt, body, reliability, credibility, caseNos } = content
  const graded = reliability || credibility || caseNos.length > 0
  const tail = graded ? `\n${canonicalJson({ reliability, credibility, caseNos })}` : ''
  return short(
    `${observedAt.toISOString()}\n${canonicalJson(body as Json)}\n${parts.map((part) => part.body).join('\n')}${tail}`,
  )
}

export const prepareSignal = (
  tokens: Tokens,
  source: { agencyId: string; purpose: string },
  content: Content,
  at: Date,
): Prepared => {
  const kind = getKind(content.kind)
  const persons: { token: string; role: string; value: string }[] = []
  const partyTokens: Record<string, string | null> = {}
  if (kind.keepsBlanks) for (const { key, person } of kind.columns) if (person) partyTokens[key] = null
  for (const { role, value } of content.persons) {
    const token = tokens(source.agencyId, source.purpose, role, value)
    partyTokens[role] = token
    persons.push({ token, role, value })
  }
  const bodies: Record<string, Body> = { ...content.parts }
  if (persons.length > 0 || kind.keepsBlanks) bodies[kind.personsIn] = { ...bodies[kind.personsIn], ...partyTokens }
  const parts = Object.entries(bodies).map(
    ([name, body]): PreparedPart => ({
      name,
      body: canonicalJson(body as Json),
      search: searchOfPart(kind, name, content.parts[name] ?? {}),
    }),
  )
  const [only, ...others] = Object.values(content.parts)
  const restricted = only === undefined ? null : others.length === 0 ? only : Object.assign({}, only, ...others)
  return {
    kind: content.kind,
    externalNo: content.externalNo,
    observedAt: content.observedAt,
    keyHash: short(`${content.kind}\n${content.externalNo}`),
    contentHash: contentHashOf(content, parts),
    body: content.body,
    search: searchOf(kind, content),
    parts,
    mentions: mentionsOf(kind, content.body),
    persons,
    flags: content.flags,
    reliability: content.reliability,
    credibility: content.credibility,
    caseNos: content.caseNos,
    judged: judgeSignal(content.kind, content.body, restricted, at),
  }
}
