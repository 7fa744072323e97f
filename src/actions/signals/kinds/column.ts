/**
 * What a field of a signal is: its type, what it is called in files and on pages, who may see it, what it says about a
 * subject. A kind of signal is a list of columns and little else; reading, faults, words, search, mentions and forms follow.
 */
import type { Bilingual } from '../../../base/public.ts'

/**
 * `id` a number of a document; `code` a short code of its source; `choice` one of `values`; `list` several of `items`;
 * `day` a date of the port's calendar; `instant` a time; `person` whatever names a natural person; the others by their standard.
 */
export type ColumnType =
  | 'id'
  | 'code'
  | 'choice'
  | 'text'
  | 'number'
  | 'boolean'
  | 'day'
  | 'instant'
  | 'country'
  | 'locode'
  | 'hs6'
  | 'container'
  | 'imo'
  | 'mmsi'
  | 'organisation'
  | 'un_number'
  | 'list'
  | 'person'

export type Words = Readonly<Record<string, Bilingual>>

export type Column = {
  key: string
  type: ColumnType
  required: boolean
  /** Names of the column in files, lower case: the key, both labels, and what else it goes by. */
  names: readonly string[]
  label: Bilingual
  /** Under which heading it stands on a form and on a case: a key of `GROUPS`. */
  group: GroupId
  /** The part it belongs to, with an audience of its own; null: everyone who sees the signal. */
  part: string | null
  /** A natural person, or what may be one: goes to the vault, leaves a token, is no subject and no evidence. */
  person: boolean
  /** Kind of the subject that its value names; the signal then mentions it. */
  subject?: string
  /** Codes with their words: of a `choice` all there are, of a `code` those that are known. */
  values?: Words
  /** Of a `list`: the type of its items. */
  items?: 'code' | 'locode' | 'case_no'
  unit?: Bilingual
  min?: number
  max?: number
  whole?: boolean
  /** Most characters of a text. */
  longest?: number
  /** What to write, for whoever fills in the form. */
  hint?: Bilingual
}

export const GROUPS = {
  message: { zh: '编号与时间', en: 'Number and time' },
  what: { zh: '情况', en: 'What' },
  conveyance: { zh: '运输工具', en: 'Conveyance' },
  goods: { zh: '货物', en: 'Goods' },
  voyage: { zh: '航程与时间', en: 'Voyage and time' },
  people: { zh: '船上人员', en: 'People on board' },
  health: { zh: '健康', en: 'Health' },
  measure: { zh: '读数', en: 'Reading' },
  sample: { zh: '样品与结果', en: 'Sample and result' },
  system: { zh: '系统与影响', en: 'System and effect' },
  duty: { zh: '税费与价格', en: 'Duty and price' },
  procedure: { zh: '申报手续', en: 'Procedure' },
  parties: { zh: '当事人', en: 'Parties' },
  grading: { zh: '分级与关联', en: 'Grading and references' },
} as const satisfies Record<string, Bilingual>
export type GroupId = keyof typeof GROUPS

type Given = Partial<Omit<Column, 'key' | 'type' | 'label' | 'names'>> & {
  zh: string
  en: string
  names?: readonly string[]
}

/** A column with what most columns have; names are lower case by construction. */
export const column = (key: string, type: ColumnType, given: Given): Column => {
  const { zh, en, names = [], ...rest } = given
  return {
    key,
    type,
    required: false,
    group: 'what',
    part: null,
    person: type === 'person',
    ...rest,
    label: { zh, en },
    names: [...new Set([key, zh, en, ...names].map((name) => name.toLowerCase()))],
  }
}
