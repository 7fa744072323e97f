/**
 * From a declaration to everything that its transaction writes, as far as that needs no database: tokens for parties, keys
 * and content for duplicates, search words, mentions, the judgement of the rules. Pure but for random salts.
 */
import { hash } from 'node:crypto'
import { canonicalJson } from '../../base/public.ts'
import { type Judgements, judgeDeclaration } from '../assess/public.ts'
import type { Declaration, DeclarationBody, PartyRole } from './declaration.ts'
import { declarationMentions, declarationSearchTexts } from './declaration-words.ts'
import { searchVector, searchVectorOfCodes } from './search-words.ts'

export type Tokens = (agency: string, purpose: string, role: string, value: string) => string

export type Prepared = {
  kind: 'declaration'
  externalNo: string
  observedAt: Date
  /** 16 bytes in hexadecimal: which message of its source it is. */
  keyHash: string
  /** 16 bytes in hexadecimal: what it says, whatever the order of columns. Over tokens, so that it cannot be tried for a person's code. */
  contentHash: string
  body: DeclarationBody
  search: string
  /** Canonical JSON of the commercial part, with tokens for parties. */
  commercial: string
  mentions: [kind: string, key: string][]
  persons: { token: string; role: PartyRole; value: string }[]
  judgements: Judgements
}

const short = (text: string): string => hash('sha256', text, 'hex').slice(0, 32)

const ROLES: readonly PartyRole[] = ['importer', 'declarant', 'seller']

export const prepareDeclaration = (
  tokens: Tokens,
  source: { agencyId: string; purpose: string },
  declaration: Declaration,
): Prepared => {
  const { externalNo, observedAt, body, parties } = declaration
  const persons: Prepared['persons'] = []
  const partyTokens: Record<string, string | null> = {}
  for (const role of ROLES) {
    const value = parties[role]
    partyTokens[role] = null
    if (value === null) continue
    const token = tokens(source.agencyId, source.purpose, role, value)
    partyTokens[role] = token
    persons.push({ token, role, value })
  }
  const commercial = canonicalJson({ ...declaration.commercial, ...partyTokens })
  return {
    kind: 'declaration',
    externalNo,
    observedAt,
    keyHash: short(`declaration\n${externalNo}`),
    contentHash: short(`${observedAt.toISOString()}\n${canonicalJson(body)}\n${commercial}`),
    body,
    search: `${searchVector([externalNo])}${searchVectorOfCodes(declarationSearchTexts(body))}`,
    commercial,
    mentions: declarationMentions(body),
    persons,
    judgements: judgeDeclaration(body, declaration.commercial),
  }
}
