/** Turns a schema's complaints into faults that name the field and the remedy in both languages. */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { DomainError, type FieldFault } from '../../base/public.ts'

type Complaint = { keyword: string; instancePath: string; params: Record<string, unknown> }

/** `body`: the whole of what was sent. */
const fieldOf = (path: string): string => path.replace(/^\//, '').replaceAll('/', '.') || 'body'

const join = (path: string, name: string): string => (path === '' ? name : `${fieldOf(path)}.${name}`)

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: '文字',
  integer: '整数',
  number: '数字',
  boolean: '是或否',
  array: '列表',
  object: '对象',
  null: '空',
}

const faultsOf = (complaint: Complaint): FieldFault[] => {
  const field = fieldOf(complaint.instancePath)
  const { params } = complaint
  switch (complaint.keyword) {
    case 'required':
      return (params['requiredProperties'] as string[]).map((name) => ({
        field: join(complaint.instancePath, name),
        zh: '必填。',
        en: 'Required.',
      }))
    case 'additionalProperties':
      return (params['additionalProperties'] as string[]).map((name) => ({
        field: join(complaint.instancePath, name),
        zh: '没有这个字段，请删去。',
        en: 'There is no such field; leave it out.',
      }))
    case 'minLength':
      return [{ field, zh: `至少 ${params['limit']} 个字符。`, en: `At least ${params['limit']} characters.` }]
    case 'maxLength':
      return [{ field, zh: `最多 ${params['limit']} 个字符。`, en: `At most ${params['limit']} characters.` }]
    case 'minimum':
      return [{ field, zh: `不小于 ${params['limit']}。`, en: `At least ${params['limit']}.` }]
    case 'maximum':
      return [{ field, zh: `不大于 ${params['limit']}。`, en: `At most ${params['limit']}.` }]
    case 'minItems':
      return [{ field, zh: `至少 ${params['limit']} 项。`, en: `At least ${params['limit']} entries.` }]
    case 'maxItems':
      return [{ field, zh: `最多 ${params['limit']} 项。`, en: `At most ${params['limit']} entries.` }]
    case 'anyOf':
    case 'enum':
    case 'const':
      return [{ field, zh: '不是可选的值。', en: 'Not one of the values allowed.' }]
    case 'format':
    case 'pattern':
      return [{ field, zh: '格式不对。', en: 'Not in the form expected.' }]
    case 'type':
      return [
        { field, zh: `应为${TYPE_NAMES[String(params['type'])] ?? '另一种类型'}。`, en: `Must be ${params['type']}.` },
      ]
    case 'boolean':
      return []
    default:
      return [{ field, zh: '不合要求。', en: 'Not as required.' }]
  }
}

/** Texts that no table can hold and no hash can be taken of: with a zero character, or with half of a surrogate pair. */
const unreadable = (value: unknown, path: string): FieldFault[] => {
  if (typeof value === 'string')
    return value.includes('\u0000') || !value.isWellFormed()
      ? [
          {
            field: fieldOf(path),
            zh: '含不能保存的字符，请删除。',
            en: 'Holds characters that cannot be kept; remove them.',
          },
        ]
      : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => unreadable(one, `${path}/${name}`))
}

const refuse = (fields: FieldFault[]): never => {
  throw new DomainError(
    'invalid',
    { zh: '内容不合要求，请按各字段的提示修改。', en: 'The input is not as required; see each field.' },
    { fields },
  )
}

/** @throws DomainError `invalid` for texts that cannot be kept, wherever they stand in the value. */
export const checkText = (value: unknown): void => {
  const faults = unreadable(value, '')
  if (faults.length > 0) refuse(faults)
}

/** A validator of one schema. `convert` turns the strings of a query or path into numbers and booleans first. */
export const validatorOf = (schema: TSchema, options: { convert: boolean }): ((value: unknown) => unknown) => {
  const compiled = Compile(schema)
  const checksText = !('x-text-checked-by-item' in schema)
  return (value) => {
    const candidate = options.convert ? Value.Convert(schema, value ?? {}) : (value ?? {})
    const fits = compiled.Check(candidate)
    const faults = fits ? [] : (compiled.Errors(candidate) as Complaint[]).flatMap(faultsOf)
    if (fits && checksText) faults.push(...unreadable(candidate, ''))
    if (fits && faults.length === 0) return candidate
    const seen = new Set<string>()
    const fields = faults.filter((fault) => {
      const key = `${fault.field} ${fault.en}`
      return seen.has(key) ? false : seen.add(key)
    })
    return refuse(fields)
  }
}
