/** What an officer may say of the columns of a file, and what is remembered of it. Pure. */
import { DomainError, type FieldFault } from '../../base/public.ts'
import type { FileForm } from './file-rows.ts'
import { type Choices, type ColumnChoice, choicesOf, nameKey } from './kinds/header.ts'
import { columnsOf, getKind, type SignalKind } from './kinds/registry.ts'

/** Columns as they are read now: what is remembered when an import begins. */
export const columnsRead = (form: FileForm): ColumnChoice[] =>
  form.mapping.names.map((name, index) => ({ name, field: form.mapping.keys[index] ?? null }))

/** Two mappings that read every file alike. */
export const readsAlike = (a: readonly ColumnChoice[], b: Choices): boolean =>
  a.length === b.size && a.every(({ name, field }) => b.get(nameKey(name))?.field === field && b.has(nameKey(name)))

/** Without units, remarks in brackets, spaces, underscores and points: `Net_Mass (kg)` is `netmass`. */
const looseKey = (name: string): string =>
  nameKey(name)
    .replaceAll(/[([{（【].*?[)\]}）】]/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/**
 * Fields for columns whose name is nearly one that is known: a proposal for the officer to look at, never used unseen. A field that
 * has its column keeps it, and a name that fits two columns of the file is left to the officer.
 */
export const guessLoosely = (form: FileForm, chosen: Choices | undefined): ColumnChoice[] => {
  const { names, keys } = form.mapping
  const { dropped } = getKind(form.kind)
  const taken = new Set(keys)
  const byLoose = new Map<string, string>()
  for (const { key, names: known } of columnsOf(form.kind))
    for (const name of known) if (!byLoose.has(looseKey(name))) byLoose.set(looseKey(name), key)
  const guesses = names.flatMap((name, index): ColumnChoice[] => {
    if (keys[index] !== undefined || chosen?.has(nameKey(name)) || dropped?.names.has(nameKey(name))) return []
    const field = byLoose.get(looseKey(name))
    return field === undefined || taken.has(field) ? [] : [{ name, field }]
  })
  return guesses.filter(({ field }) => guesses.filter((one) => one.field === field).length === 1)
}

/** Choices for a file: of columns that it has, each field once, none that is unknown. @throws DomainError `invalid` naming all faults */
export const checkChoices = (kind: SignalKind, names: readonly string[], columns: readonly ColumnChoice[]): Choices => {
  const faults: FieldFault[] = []
  const known = new Set(names.map(nameKey))
  const { dropped } = getKind(kind)
  const seen = new Map<string, string>()
  for (const { name, field } of columns) {
    const shown = name.slice(0, 40)
    if (!known.has(nameKey(name)))
      faults.push({ field: shown, zh: `文件中没有列“${shown}”`, en: `the file has no column "${shown}"` })
    if (field === null) continue
    const column = columnsOf(kind).find((one) => one.key === field)
    const before = seen.get(field)
    if (!column) faults.push({ field: shown, zh: `列“${shown}”：没有这个字段`, en: `Column "${shown}": no such field` })
    else if (dropped?.names.has(nameKey(name)))
      faults.push({
        field: shown,
        zh: `列“${shown}”不导入。${dropped.why.zh}`,
        en: `Column "${shown}" is left out. ${dropped.why.en}`,
      })
    else if (before !== undefined)
      faults.push({
        field: shown,
        zh: `“${column.label.zh}”同时对应“${before}”和“${shown}”两列，只留一列`,
        en: `"${column.label.en}" is given to the columns "${before}" and "${shown}"; leave one`,
      })
    seen.set(field, shown)
  }
  if (faults.length > 0)
    throw new DomainError(
      'invalid',
      { zh: '列的对应有误。', en: 'The columns are not mapped well.' },
      { fields: faults },
    )
  return choicesOf(columns)
}
