/**
 * Is a document a decision table that may judge? Form, catalogue, taxonomy, persons: each fault names the rule, the field and
 * the remedy, in both languages. Pure. A field that is not in the catalogue of its kind cannot be named, so no field about a
 * person can; texts are searched for numbers of persons.
 */
import Value from 'typebox/value'
import { type Bilingual, DomainError, type FieldFault } from '../../base/public.ts'
import { type DecisionTable, DecisionTableSchema, faultsOfTable, type TableFault } from '../../methods/risk/public.ts'
import { type EvidenceKind, findEvidenceKind } from '../assess/public.ts'
import { findPersonPatterns, PERSON_PATTERN_WORDS } from '../signals/public.ts'

/** More rules than anybody can keep in view; judgement. */
export const MOST_RULES = 1000
const MOST_FAULTS = 20

/** Names that say what a field is about. It is refused anyway, since no catalogue has it; the words then say why. */
const ABOUT_PERSONS =
  /importer|declarant|seller|buyer|shipper|consignee|consignor|reporter|person|name|nationality|citizen|ethnic|religio|gender|birth|passport|face|opinion|cabin|fraud/i

const PARTS: Readonly<Record<string, Bilingual>> = {
  id: { zh: '标识', en: 'id' },
  riskType: { zh: '风险', en: 'risk' },
  riskFrom: { zh: '风险所在字段', en: 'field that names the risk' },
  points: { zh: '分值', en: 'points' },
  zh: { zh: '中文说明', en: 'Chinese words' },
  en: { zh: '英文说明', en: 'English words' },
  when: { zh: '条件', en: 'conditions' },
  source: { zh: '出处', en: 'source' },
}

const REMEDIES: Readonly<Record<string, Bilingual>> = {
  id: {
    zh: '用小写字母、数字、下划线，以点分段，如 waste.paper。',
    en: 'Use lower-case letters, digits and underscores in parts joined by dots, as in waste.paper.',
  },
  points: { zh: '填大于 0、不超过 100 的数。', en: 'Give a number above 0 and at most 100.' },
  zh: { zh: '请填写中文说明。', en: 'Give words in Chinese.' },
  en: { zh: '请填写英文说明。', en: 'Give words in English.' },
  when: {
    zh: '至少一个条件，每个条件须有字段、比较方式和值。',
    en: 'Give at least one condition, each with field, operator and value.',
  },
  source: { zh: '写明出处；没有的写“经验判断，未验证”。', en: 'Name the source, or write "judgement, not validated".' },
}

type Complaint = { instancePath: string; message?: string }

const idAt = (document: unknown, index: number): string => {
  const rules = (document as { rules?: { id?: unknown }[] } | null)?.rules
  const id = Array.isArray(rules) ? rules[index]?.id : undefined
  return typeof id === 'string' && id !== '' ? id : `#${index + 1}`
}

const titleAt = (document: unknown, index: number): Bilingual => {
  const rules = (document as { rules?: { zh?: unknown; en?: unknown }[] } | null)?.rules
  const rule = Array.isArray(rules) ? rules[index] : undefined
  const id = idAt(document, index)
  const of = (words: unknown): string => (typeof words === 'string' && words !== '' ? words : id)
  return { zh: of(rule?.zh), en: of(rule?.en) }
}

/** A complaint of the schema, about a rule or about the table. */
const formFault = (document: unknown, { instancePath }: Complaint): FieldFault => {
  const [, list, index, part] = instancePath.split('/')
  if (list !== 'rules' || index === undefined || !/^\d+$/.test(index))
    return {
      field: instancePath.replace(/^\//, '').replaceAll('/', '.') || 'content',
      zh: `决策表的“${instancePath.replace(/^\//, '') || '内容'}”不符合格式；请以导出的文件为样。`,
      en: `"${instancePath.replace(/^\//, '') || 'content'}" of the table is malformed; take an exported file as the pattern.`,
    }
  const title = titleAt(document, Number(index))
  const name = PARTS[part ?? '']
  const remedy = REMEDIES[part ?? ''] ?? { zh: '请以导出的文件为样。', en: 'Take an exported file as the pattern.' }
  return {
    field: `rules.${idAt(document, Number(index))}.${part ?? ''}`.replace(/\.$/, ''),
    zh: `规则“${title.zh}”的${name?.zh ?? '内容'}有误。${remedy.zh}`,
    en: `Rule "${title.en}": ${name?.en ?? 'its content'} is wrong. ${remedy.en}`,
  }
}

const ruleWords = (table: DecisionTable, rule: string | null): Bilingual => {
  const found = table.rules.find((one) => one.id === rule)
  return found ? { zh: found.zh, en: found.en } : { zh: rule ?? '', en: rule ?? '' }
}

const fieldWords = (table: DecisionTable, field: string | null): Bilingual => {
  const spec = field === null ? undefined : table.fields[field]
  return spec ? { zh: spec.zh, en: spec.en } : { zh: field ?? '', en: field ?? '' }
}

const TABLE_FAULTS: Record<TableFault['code'], (rule: Bilingual, field: Bilingual, fault: TableFault) => Bilingual> = {
  levels_must_rise: () => ({ zh: '等级门槛须递增：低 < 中 < 高。', en: 'Thresholds must rise: low < medium < high.' }),
  rule_twice: (rule, _, { rule: id }) => ({
    zh: `规则标识 ${id} 重复（“${rule.zh}”）；请改其中一个。`,
    en: `The id ${id} is used twice ("${rule.en}"); change one of them.`,
  }),
  no_range: (rule, field, { detail }) => ({
    zh: `规则“${rule.zh}”、字段“${field.zh}”引用的范围表 ${detail} 不存在；请另选。`,
    en: `Rule "${rule.en}", field "${field.en}": there is no range table ${detail}; choose another.`,
  }),
  no_field: (rule, _, { detail }) => ({
    zh: `规则“${rule.zh}”引用的字段 ${detail} 不存在；请从该类信号的字段中选。`,
    en: `Rule "${rule.en}": there is no field ${detail}; choose one of the fields of this kind.`,
  }),
  wrong_type: (rule, field) => ({
    zh: `规则“${rule.zh}”：字段“${field.zh}”不能这样比较；请换一种比较方式。`,
    en: `Rule "${rule.en}": field "${field.en}" cannot be compared like this; choose another operator.`,
  }),
  points_must_fall: (rule) => ({
    zh: `规则“${rule.zh}”的分值高于上面的规则；首中表的分值须自上而下不增，请调整次序或分值。`,
    en: `Rule "${rule.en}" has more points than one above it; in a first-hit table points must not rise downwards. Change order or points.`,
  }),
  not_comparable: (rule, field) => ({
    zh: `规则“${rule.zh}”：字段“${field.zh}”与所选字段类型不同，不能互相比较。`,
    en: `Rule "${rule.en}": field "${field.en}" and the field chosen are of different types.`,
  }),
}

const tableFaults = (table: DecisionTable): FieldFault[] =>
  faultsOfTable(table).map((fault) => ({
    field:
      fault.rule === null ? (fault.field ?? 'content') : `rules.${fault.rule}${fault.field ? `.${fault.field}` : ''}`,
    ...TABLE_FAULTS[fault.code](ruleWords(table, fault.rule), fieldWords(table, fault.field), fault),
  }))

/** Rules that name a field, for the words of its fault. */
const usersOf = (table: DecisionTable, field: string): string[] =>
  table.rules
    .filter(
      (rule) =>
        rule.riskFrom === field ||
        rule.when.some((one) => one.field === field || ('value' in one && one.value === field)),
    )
    .map((rule) => rule.id)

const catalogueFaults = (table: DecisionTable, kind: EvidenceKind): FieldFault[] =>
  Object.entries(table.fields).flatMap(([name, spec]): FieldFault[] => {
    const known = kind.fields[name]
    if (known && known.type === spec.type && known.part === spec.part) return []
    const [user] = usersOf(table, name)
    const rule = user === undefined ? undefined : ruleWords(table, user)
    const where = { zh: rule ? `规则“${rule.zh}”：` : '', en: rule ? `Rule "${rule.en}": ` : '' }
    const field = user === undefined ? `fields.${name}` : `rules.${user}.${name}`
    if (known)
      return [
        {
          field,
          zh: `${where.zh}字段“${known.zh}”的类型或可见范围与目录不符；请勿改动字段定义。`,
          en: `${where.en}type or audience of field "${known.en}" is not that of the catalogue; leave the definition of fields as it is.`,
        },
      ]
    return [
      ABOUT_PERSONS.test(name)
        ? {
            field,
            zh: `${where.zh}字段 ${name} 涉及个人或事后结果，规则不得引用；请改用货物、运输工具或场所的字段。`,
            en: `${where.en}field ${name} is about persons or later outcomes, which no rule may read; use a field of goods, conveyances or places.`,
          }
        : {
            field,
            zh: `${where.zh}${kind.zh}没有字段 ${name}；请从字段目录中选。`,
            en: `${where.en}there is no field ${name} for ${kind.en}; choose one of the catalogue.`,
          },
    ]
  })

/** A sole proprietor's code (GB 32100-2015, begins with 92) may stand for a person. */
const SOLE_PROPRIETOR = /(?<![0-9A-Z])92[0-9A-HJ-NPQRTUWXY]{16}(?![0-9A-Z])/

const textsOf = (rule: DecisionTable['rules'][number]): string[] => [
  rule.zh,
  rule.en,
  rule.source.zh,
  rule.source.en,
  ...rule.when.flatMap((one) => ('value' in one ? (Array.isArray(one.value) ? one.value : [String(one.value)]) : [])),
]

const personFaults = (table: DecisionTable): FieldFault[] =>
  table.rules.flatMap((rule): FieldFault[] => {
    const kinds = new Set(textsOf(rule).flatMap((text) => findPersonPatterns(text).map((one) => one.kind)))
    const words: Bilingual[] = [...kinds].map((kind) => PERSON_PATTERN_WORDS[kind])
    if (textsOf(rule).some((text) => SOLE_PROPRIETOR.test(text)))
      words.push({ zh: '个体工商户代码', en: 'a sole proprietor’s code' })
    if (words.length === 0) return []
    return [
      {
        field: `rules.${rule.id}`,
        zh: `规则“${rule.zh}”中疑似含有${words.map((one) => one.zh).join('、')}；规则不针对个人，请删去。`,
        en: `Rule "${rule.en}" seems to contain ${words.map((one) => one.en).join(', ')}; no rule is about a person, take it out.`,
      },
    ]
  })

const riskFaults = (table: DecisionTable, isRisk: (id: string) => boolean): FieldFault[] =>
  table.rules
    .filter((rule) => !isRisk(rule.riskType))
    .map((rule) => ({
      field: `rules.${rule.id}.riskType`,
      zh: `规则“${rule.zh}”的风险 ${rule.riskType} 不在风险分类中；请另选。`,
      en: `Rule "${rule.en}": ${rule.riskType} is not a risk of the taxonomy; choose another.`,
    }))

/** What is wrong with a document as a table of a kind; empty: nothing. */
export const faultsOfDocument = (document: unknown, kind: string, isRisk: (id: string) => boolean): FieldFault[] => {
  if (!Value.Check(DecisionTableSchema, document)) {
    const faults = [...Value.Errors(DecisionTableSchema, document)].map((error) => formFault(document, error))
    const first = new Map(faults.map((fault) => [fault.field, fault]))
    return [...first.values()].slice(0, MOST_FAULTS)
  }
  const table: DecisionTable = document
  const evidence = findEvidenceKind(table.kind)
  if (!evidence || table.kind !== kind)
    return [
      {
        field: 'kind',
        zh: `决策表的信号类型应为 ${kind}。`,
        en: `The table must be for signals of kind ${kind}.`,
      },
    ]
  const faults = [
    ...catalogueFaults(table, evidence),
    ...tableFaults(table),
    ...riskFaults(table, isRisk),
    ...personFaults(table),
  ]
  if (table.rules.length > MOST_RULES)
    faults.push({ field: 'rules', zh: `最多 ${MOST_RULES} 条规则。`, en: `At most ${MOST_RULES} rules.` })
  if (table.rules.every((rule) => rule.off))
    faults.push({ field: 'rules', zh: '至少一条规则须启用。', en: 'At least one rule must be switched on.' })
  return faults.slice(0, MOST_FAULTS)
}

/** @throws DomainError `invalid` with every fault, the first as the text */
export const checkDocument = (document: unknown, kind: string, isRisk: (id: string) => boolean): DecisionTable => {
  const faults = faultsOfDocument(document, kind, isRisk)
  const [first] = faults
  if (first) throw new DomainError('invalid', { zh: first.zh, en: first.en }, { fields: faults })
  // What the form does not know is not kept.
  return Value.Clean(DecisionTableSchema, structuredClone(document)) as DecisionTable
}
