/** What a kind of signal is, and what a message of it becomes when it has been read. */
import type { Bilingual } from '../../../base/public.ts'
import type { Column } from './column.ts'

export type Value = string | number | boolean | readonly string[] | null
export type Body = Readonly<Record<string, Value>>

export type Kind = {
  id: string
  zh: string
  en: string
  /** What the number of a message is called: a declaration number, an alert number. */
  number: Bilingual & { names?: readonly string[] }
  columns: readonly Column[]
  /** One of each group at least, or the message says nothing about anything. */
  oneOf?: readonly (readonly string[])[]
  title: (body: Body) => Bilingual
  detail: (body: Body) => Bilingual
  /** A `day` column that says when it was observed, for kinds whose messages carry no time. */
  observedOn?: string
  /** The part that tokens of persons are kept in. */
  personsIn: string
  /**
   * Keeps a place for what was not stated: '' for codes, null in parts. The content keys of declarations have been made so
   * from the first day; of other kinds, what was not stated is not there.
   */
  keepsBlanks?: true
  /** Columns of files that are left out on purpose, and why, as the import says it. */
  dropped?: { names: ReadonlySet<string>; why: Bilingual }
  /** What is searched besides what columns give. */
  searchTexts?: (body: Body) => string[]
  /** Replaces what columns give, where subjects are derived. */
  mentions?: (body: Body) => [kind: string, key: string][]
}

export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Reliability = (typeof RELIABILITIES)[number]
export const CREDIBILITIES = ['1', '2', '3', '4', '5', '6'] as const
export type Credibility = (typeof CREDIBILITIES)[number]

/** A message that has been read: nothing in it is unchecked, and persons stand apart. */
export type Content = {
  kind: string
  externalNo: string
  observedAt: Date
  body: Body
  /** By name, only those the message has something for. */
  parts: Readonly<Record<string, Body>>
  persons: readonly { role: string; value: string }[]
  /** What is odd about it: a check digit that does not fit. */
  flags: readonly string[]
  /** Null: as the source is graded, and cannot be judged. */
  reliability: Reliability | null
  credibility: Credibility | null
  /** Numbers of cases elsewhere that it belongs to. */
  caseNos: readonly string[]
}
