/** The tables that come with the platform: every risk type is reached, every rule can fire, nothing is about a person. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Condition, compileTable, type DecisionTable, type Evidence } from '../../methods/risk/public.ts'
import { EVIDENCE_KINDS, judgeSignal, tableFromFile } from './public.ts'

const AT = new Date('2026-03-05T08:00:00Z')
const taxonomy = JSON.parse(readFileSync(new URL('../../../data/risk-taxonomy.json', import.meta.url), 'utf8')) as {
  domains: { id: string; zh: string; en: string; risks: { id: string }[] }[]
}
const RISKS = taxonomy.domains.flatMap((domain) => domain.risks.map((risk) => risk.id))
const TABLES = EVIDENCE_KINDS.map(({ kind }) => tableFromFile(kind, 1))

type Sample = [risk: string, kind: string, shared: Evidence, restricted?: Evidence]

const alarm = (sensorType: string, more: Evidence = {}): Evidence => ({ sensorType, alarm: true, ...more })
const found = (finding: string, more: Evidence = {}): Evidence => ({ finding, ...more })
const positive = (sampleType: string, more: Evidence = {}): Evidence => ({ sampleType, result: 'positive', ...more })
const said = (category: string, text?: string): Evidence => ({ category, ...(text ? { text } : {}) })
const well = { ill: 0, deaths: 0, affectedArea: false, fever: false, rash: false }

/** A signal for each risk type that fires a rule of it. */
const SAMPLES: Sample[] = [
  ['political.prohibited_media', 'inspection', found('prohibited_media', { subject: 'parcel' })],
  ['homeland.illegal_crossing', 'sensor', alarm('radar', { quantity: 'small_craft' })],
  ['homeland.restricted_area', 'sensor', alarm('cctv', { quantity: 'drone' })],
  ['military.arms_transfer', 'inspection', found('weapon')],
  ['military.sensitive_goods', 'manifest_line', { goods: '夜视仪配件', hs6: '901380' }],
  ['economic.smuggling', 'declaration', { hs6: '220421', origin: 'FR', departure: 'HK', originIndicator: 'E' }],
  ['economic.food_safety', 'laboratory', positive('food', { value: 2, limit: 1 })],
  ['economic.ipr', 'inspection', found('counterfeit')],
  ['economic.cash_ml', 'inspection', found('cash', { subject: 'baggage' })],
  ['economic.supply_chain', 'sensor', { sensorType: 'ot', alarm: false, quantity: 'yard_use', value: 94 }],
  ['culture.relics', 'inspection', found('relic')],
  ['culture.foreign_relics', 'inspection', found('relic', { origin: 'KH' })],
  ['social.terror', 'sensor', alarm('cctv', { quantity: 'unattended_object' })],
  ['social.drugs', 'inspection', found('drugs')],
  ['social.dg_misdeclared', 'manifest_line', { goods: 'Ammonium nitrate, technical', grossMassKg: 24_000 }],
  ['social.dg_accident', 'sensor', alarm('gas', { value: 30, threshold: 10 })],
  ['social.irregular_migration', 'sensor', alarm('co2', { value: 3000, background: 420 })],
  ['social.storm_crew', 'prearrival', { conveyance: 'ship', purpose: 'distress', imo: '9074729' }],
  ['scitech.dual_use', 'inspection', found('dual_use')],
  ['scitech.wmd', 'manifest_line', { goods: '双相发酵罐' }],
  ['scitech.hgr', 'inspection', found('biological_material', { subject: 'parcel' })],
  ['scitech.tech_theft', 'tip', said('security', '有人携带技术图纸出境')],
  ['cyber.tos_attack', 'cyber', { system: 'tos', alertType: 'ransomware', severity: 9, serviceState: 'down' }],
  ['cyber.ot_crane', 'cyber', { system: 'crane', alertType: 'intrusion' }],
  ['cyber.doc_fraud', 'cyber', { system: 'single_window', alertType: 'forgery' }],
  ['cyber.data_breach', 'cyber', { system: 'network', alertType: 'exfiltration' }],
  ['ecology.solid_waste', 'inspection', found('waste')],
  ['ecology.ods', 'inspection', found('ozone_substance')],
  ['ecology.cites', 'inspection', found('cites')],
  ['ecology.ias', 'inspection', found('live_pest', { subject: 'baggage' })],
  ['ecology.ship_pollution', 'sensor', alarm('satellite', { quantity: 'oil_film' })],
  ['resources.strategic_minerals', 'inspection', found('minerals')],
  ['resources.grain_energy', 'laboratory', positive('cargo', { hs6: '120190' })],
  ['resources.sand_fish', 'sensor', alarm('ais', { quantity: 'ship_to_ship' })],
  ['nuclear.cargo_rad', 'sensor', alarm('rpm', { value: 1200, background: 900 })],
  ['nuclear.orphan_source', 'sensor', alarm('handheld', { isotope: 'Cs-137', value: 9000, background: 900 })],
  ['nuclear.rad_food', 'laboratory', positive('food', { analyte: 'Cs-137' })],
  ['overseas.traveller_advice', 'tip', said('rumour', '国外有聚集发热，是否影响出境')],
  ['overseas.supply_line', 'prearrival', { conveyance: 'ship', purpose: 'diverted', imo: '9074729' }],
  [
    'bio.quarantinable',
    'health_declaration',
    { ...well, ill: 4, affectedArea: true, fever: true },
    { symptoms: '腹泻' },
  ],
  ['bio.emerging', 'health_declaration', { ...well, ill: 2, fever: true, rash: true, personsAboard: 40 }],
  ['bio.vectors', 'sensor', alarm('vector_trap', { value: 12, threshold: 5 })],
  ['bio.special_articles', 'inspection', found('biological_material')],
  ['bio.plant_pest', 'inspection', found('live_pest', { hs6: '440710' })],
  ['bio.animal_disease', 'laboratory', positive('animal')],
  ['bio.gmo_seed', 'inspection', found('gmo', { subject: 'parcel' })],
  ['space.items', 'manifest_line', { goods: '卫星终端' }],
  ['space.gnss', 'cyber', { system: 'gnss', alertType: 'spoofing' }],
  ['polar.samples', 'manifest_line', { goods: '南极冰芯样品' }],
  ['polar.cruise', 'prearrival', { conveyance: 'ship', purpose: 'polar', passengers: 900, imo: '9074729' }],
  ['deepsea.cables_eq', 'sensor', alarm('ais', { quantity: 'loitering' })],
  ['deepsea.samples', 'manifest_line', { goods: '多金属结核样品' }],
]

describe('the starting set', () => {
  test('all ten kinds have a table, and the 93 rules of declarations stay', () => {
    assert.equal(TABLES.length, 10)
    assert.equal(TABLES.find((table) => table.kind === 'declaration')?.rules.length, 93)
  })

  test('each of the 52 risk types is named by a rule, and has a signal that fires one', () => {
    assert.equal(RISKS.length, 52)
    const named = new Set(TABLES.flatMap((table) => table.rules.map((rule) => rule.riskType)))
    assert.deepEqual(
      RISKS.filter((risk) => !named.has(risk)),
      [],
    )
    assert.deepEqual(SAMPLES.map(([risk]) => risk).sort(), [...RISKS].sort())
    for (const [risk, kind, shared, restricted] of SAMPLES) {
      const { judgements, engine } = judgeSignal(kind, shared, restricted ?? null, AT)
      const { reasons } = judgements.full ?? judgements.shared
      const table = TABLES.find((one) => `${one.kind}-rules` === engine)!
      const risks = reasons.map((reason) => table.rules.find((rule) => rule.id === reason.rule)!.riskType)
      assert.ok(risks.includes(risk), `${risk}: ${kind} gave ${risks.join(', ') || 'nothing'}`)
    }
  })

  test('an intelligence note is judged for the risk that it names', () => {
    for (const topic of RISKS) {
      const { shared } = judgeSignal('intelligence', { topic, confidence: 'high' }, null, AT).judgements
      assert.deepEqual([shared.riskType, shared.level], [topic, 3])
    }
    const old = judgeSignal(
      'intelligence',
      { topic: 'bio.vectors', confidence: 'high', validUntil: '2026-03-04' },
      null,
      AT,
    )
    assert.deepEqual(
      old.judgements.shared.reasons.map((reason) => [reason.rule, reason.risk]),
      [['note.expired', 'bio.vectors']],
    )
  })

  test('every rule of every table can fire', () => {
    for (const table of TABLES) {
      const compiled = compileTable(table)
      table.rules.forEach((rule, index) => {
        const record: Record<string, Evidence[string]> = {}
        for (const condition of rule.when) Object.assign(record, satisfied(table, condition, record))
        const outcomes = compiled.evaluate(record)
        const { hits } = outcomes.full ?? outcomes.shared
        assert.ok(hits.includes(index), `${table.kind} ${rule.id} does not fire on ${JSON.stringify(record)}`)
      })
    }
  })

  test('every rule has words in both languages and says where it comes from', () => {
    for (const table of TABLES)
      for (const rule of table.rules) {
        assert.ok(RISKS.includes(rule.riskType), `${rule.id}: ${rule.riskType}`)
        for (const words of [rule, rule.source]) {
          assert.match(words.zh, /[㐀-鿿]/)
          assert.doesNotMatch(words.en, /[㐀-鿿]/)
        }
        assert.match(rule.source.en, /judgement, not validated/)
        assert.match(rule.source.zh, /经验判断，未验证/)
      }
  })

  test('the fields of a table are those of the catalogue, and none of them is about a person', () => {
    const persons =
      /importer|declarant|seller|shipper|consignee|reporter|name|nationality|ethnic|religio|gender|birth|passport|cabin|subjectnote|fraud|opinion|face/i
    for (const table of TABLES) {
      const catalogue = EVIDENCE_KINDS.find((one) => one.kind === table.kind)!
      for (const [name, spec] of Object.entries(table.fields)) {
        assert.doesNotMatch(name, persons)
        const known = catalogue.fields[name]
        assert.deepEqual([spec.type, spec.part], [known?.type, known?.part], `${table.kind} ${name}`)
      }
    }
  })

  test('an ordinary message of each kind needs nobody', () => {
    const ordinary: [string, Evidence][] = [
      [
        'manifest_line',
        {
          goods: '棉质衬衫',
          hs6: '620520',
          container: 'CSQU3054383',
          seal: 'A1',
          packages: 300,
          grossMassKg: 6000,
          empty: false,
          loadPort: 'DEHAM',
        },
      ],
      [
        'prearrival',
        {
          conveyance: 'ship',
          imo: '9074729',
          mmsi: '413000000',
          eta: '2026-03-06T08:00:00Z',
          dgOnBoard: false,
          ballast: 'exchanged',
          ispsLevel: 1,
          purpose: 'cargo',
        },
      ],
      [
        'health_declaration',
        { ...well, personsAboard: 22, sanitationCertificate: 'valid', vectorsSeen: false, animalsIll: false },
      ],
      ['inspection', { finding: 'nothing', subject: 'container' }],
      ['sensor', { sensorType: 'rpm', alarm: false, value: 905, background: 900 }],
      ['laboratory', { sampleType: 'food', result: 'negative', value: 0.1, limit: 1 }],
      ['cyber', { system: 'network', alertType: 'scan', severity: 2, hosts: 1, serviceState: 'normal' }],
    ]
    for (const [kind, shared] of ordinary) {
      const { judgements } = judgeSignal(kind, shared, null, AT)
      assert.deepEqual([judgements.shared.level, judgements.shared.needsPerson], [0, false], kind)
    }
  })
})

/** A value for the condition's field that satisfies it, beside what is already there. */
const satisfied = (table: DecisionTable, condition: Condition, record: Evidence): Evidence => {
  const { field } = condition
  const { type } = table.fields[field]!
  const before = record[field]
  switch (condition.op) {
    case 'missing':
      return { [field]: undefined }
    case 'present':
      if (before !== undefined) return {}
      return { [field]: type === 'number' ? 1 : type === 'boolean' ? true : type === 'list' ? ['XX'] : 'X' }
    case 'eq':
      return { [field]: condition.value }
    case 'ne':
      return { [field]: type === 'number' ? Number(condition.value) + 1 : type === 'boolean' ? !condition.value : 'Y' }
    case 'lt':
    case 'lte':
      return { [field]: typeof before === 'number' && before < condition.value ? before : condition.value - 0.5 }
    case 'gt':
    case 'gte':
      return { [field]: typeof before === 'number' && before > condition.value ? before : condition.value + 0.25 }
    case 'in':
    case 'startsWith': {
      const fits = condition.value.find((one) => typeof before === 'string' && before.startsWith(one))
      return { [field]: fits ? before : type === 'list' ? [condition.value[0]!] : condition.value[0]! }
    }
    case 'notIn':
    case 'notStartsWith':
      return { [field]: type === 'list' ? ['ZZZ'] : 'ZZZ' }
    case 'contains':
      return { [field]: `… ${condition.value[0]} …` }
    case 'notContains':
      return { [field]: '…' }
    case 'sameAs':
      return { [field]: 'SAME', [condition.value]: 'SAME' }
    case 'differsFrom':
      return { [field]: before ?? 'ONE', [condition.value]: 'OTHER' }
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]!
      const wanted = record[range.key] ?? Object.keys(range.values)[0]!
      const [low, high] = range.values[wanted as string] ?? Object.values(range.values)[0]!
      const factor = condition.factor ?? 1
      return {
        [range.key]: range.values[wanted as string] ? wanted : Object.keys(range.values)[0]!,
        [field]: condition.op === 'belowRange' ? low * factor * 0.5 : high * factor * 2,
      }
    }
  }
}
