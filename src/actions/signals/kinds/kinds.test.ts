import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { bodySchemas } from './body-schema.ts'
import type { Column } from './column.ts'
import { cellsOfObject, columnOfName, mapHeader } from './header.ts'
import { readSignal } from './read.ts'
import { columnsOf, findKind, getKind, KIND_IDS, type SignalKind, SUBJECT_KINDS } from './registry.ts'
import { readTime } from './values.ts'
import { mentionsOf, searchOf, searchOfPart } from './words.ts'

const ZONE = 'Asia/Shanghai'
const CHINESE = /\p{Script=Han}/u

/** A value that each type takes. */
const SOUND: { readonly [type in Column['type']]: string } = {
  id: 'N-1',
  code: 'abc',
  choice: '',
  text: '三号堆场',
  number: '2',
  boolean: 'true',
  day: '2026-03-01',
  instant: '2026-03-01T08:00:00+08:00',
  country: 'DE',
  locode: 'CNSHA',
  hs6: '010121',
  container: 'CSQU3054383',
  imo: '9074729',
  mmsi: '413000000',
  organisation: '91350100M000100Y43',
  un_number: '1942',
  list: '',
  person: '王某',
}
const soundOf = (column: Column): string =>
  column.type === 'choice'
    ? Object.keys(column.values ?? {})[0]!
    : column.type === 'list'
      ? column.items === 'locode'
        ? 'CNSHA;SGSIN'
        : '12号'
      : SOUND[column.type]
const full = (kind: SignalKind): Record<string, string> =>
  Object.fromEntries(columnsOf(kind).map((column) => [column.key, soundOf(column)]))

test('every kind has its words, names that mean one column, subjects that are named, a part that has a place', () => {
  for (const id of KIND_IDS) {
    const kind = getKind(id)
    assert.match(kind.zh, CHINESE)
    assert.doesNotMatch(kind.en, CHINESE)
    const named = new Map<string, string>()
    for (const column of columnsOf(id)) {
      assert.match(column.label.zh, /\p{Script=Han}|^MMSI$/u, `${id}.${column.key}`)
      assert.doesNotMatch(column.label.en, CHINESE)
      for (const name of column.names) {
        assert.equal(named.get(name) ?? column.key, column.key, `${id}: "${name}" means two columns`)
        named.set(name, column.key)
      }
      if (column.subject !== undefined) assert.ok(SUBJECT_KINDS[column.subject], `${id}.${column.key}`)
      for (const words of Object.values(column.values ?? {})) {
        assert.match(words.zh, CHINESE)
        assert.doesNotMatch(words.en, CHINESE)
      }
      assert.ok(!(column.person && column.subject), `${id}.${column.key}: nobody is a subject`)
    }
    for (const keys of kind.oneOf ?? [])
      for (const key of keys) assert.ok(named.get(key.toLowerCase()), `${id}: ${key}`)
  }
  assert.equal(findKind('nothing'), undefined)
})

test('every kind has a table, and no table asks for a person', () => {
  for (const id of KIND_IDS) {
    const file = new URL(`../../../../data/rules/${id}.v1.json`, import.meta.url)
    const { fields } = JSON.parse(readFileSync(file, 'utf8')) as { fields: Record<string, unknown> }
    for (const { key, person } of columnsOf(id)) assert.ok(!(person && key in fields), `${id}.${key}`)
  }
})

test('a full message of every kind is read, split, titled and found; nothing of a person or a part stands in the body', () => {
  for (const id of KIND_IDS) {
    const { content, faults } = readSignal(id, full(id), ZONE)
    assert.deepEqual(faults, null, `${id} ${JSON.stringify(faults)}`)
    const kind = getKind(id)
    for (const column of kind.columns) {
      assert.equal(column.key in content!.body, column.part === null && !column.person, `${id}.${column.key}`)
      if (column.part !== null) assert.ok(column.key in content!.parts[column.part]!, `${id}.${column.key}`)
    }
    const persons = kind.columns.filter(({ person }) => person).map(({ key }) => key)
    assert.deepEqual(content!.persons.map(({ role }) => role).sort(), persons.sort())
    for (const title of [kind.title(content!.body), kind.detail(content!.body)]) {
      assert.doesNotMatch(`${title.zh}${title.en}`, /undefined|null|\[object|王某/)
      assert.ok(title.zh.length > 0 && title.en.length > 0)
    }
    assert.match(searchOf(kind, content!), /'n-1'/)
    for (const [subject] of mentionsOf(kind, content!.body)) assert.ok(SUBJECT_KINDS[subject], subject)
  }
})

test('a message with nothing is refused by every required field, and every fault says what to do in both languages', () => {
  for (const id of KIND_IDS) {
    const { faults } = readSignal(id, {}, ZONE)
    const required = columnsOf(id).filter((column) => column.required)
    assert.deepEqual(faults!.map(({ field }) => field).sort(), required.map(({ label }) => label.en).sort())
    for (const fault of faults!) assert.match(fault.zh, CHINESE)
  }
})

test('the least message of every kind is read; its title leaves no gap for what was not stated', () => {
  for (const id of KIND_IDS) {
    const kind = getKind(id)
    const needed = columnsOf(id).filter(
      ({ key, required }) => required || (kind.oneOf ?? []).some(([first]) => first === key),
    )
    const { content, faults } = readSignal(id, Object.fromEntries(needed.map((one) => [one.key, soundOf(one)])), ZONE)
    assert.equal(faults, null, `${id} ${JSON.stringify(faults)}`)
    const { zh, en } = kind.title(content!.body)
    assert.doesNotMatch(`${zh}|${en}`, /undefined|：$|: $|，，|, ,/)
  }
})

test('words of a health part are words of the part only', () => {
  const kind = getKind('health_declaration')
  const { content } = readSignal('health_declaration', { ...full('health_declaration'), symptoms: '脓疱疹' }, ZONE)
  assert.doesNotMatch(searchOf(kind, content!), /脓疱/)
  assert.match(searchOfPart(kind, 'health', content!.parts.health!), /脓疱/)
})

test('whatever stands in the cells: read or refused, never thrown, and no person is quoted', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('', '0', '是', '13800138000', 'CSQU3054384'),
  )
  fc.assert(
    fc.property(fc.constantFrom(...KIND_IDS), fc.infiniteStream(cell), (id, cells) => {
      const given = Object.fromEntries(columnsOf(id).map(({ key }) => [key, cells.next().value as string]))
      const read = readSignal(id, given, ZONE)
      if (read.faults) {
        for (const column of columnsOf(id).filter(({ person }) => person)) {
          const value = given[column.key]!.trim()
          if (value.length > 6)
            assert.ok(!read.faults.some(({ field, en }) => field === column.label.en && en.includes(value)))
        }
        return
      }
      assert.ok(!Number.isNaN(read.content.observedAt.getTime()))
    }),
  )
})

test('choices by code or by word; numbers in their bounds; truths as people write them; lists of codes', () => {
  const read = (id: SignalKind, change: Record<string, string>) => readSignal(id, { ...full(id), ...change }, ZONE)
  assert.equal(read('cyber', { system: '码头操作系统' }).content!.body.system, 'tos')
  assert.equal(read('cyber', { system: 'TOS' }).content!.body.system, 'tos')
  assert.match(read('cyber', { severity: '11' }).faults![0]!.zh, /0 至 10/)
  assert.match(read('cyber', { system: 'fridge' }).faults![0]!.en, /one of: tos, gate/)
  for (const [word, is] of [
    ['是', true],
    ['无', false],
    ['Y', true],
    ['0', false],
  ] as const)
    assert.equal(read('sensor', { alarm: word }).content!.body.alarm, is)
  assert.equal(read('sensor', { value: '-18.5' }).content!.body.value, -18.5)
  assert.deepEqual(read('prearrival', { lastPorts: 'cnsha；SGSIN|SGSIN' }).content!.body.lastPorts, ['CNSHA', 'SGSIN'])
  assert.equal(read('prearrival', { lastPorts: 'CNSHA;Saigon' }).content, null)
})

test('times with a zone, and by the port’s clock; no day that does not exist', () => {
  assert.equal(readTime('2026-03-01 08:00', ZONE)?.toISOString(), '2026-03-01T00:00:00.000Z')
  assert.equal(readTime('2026/3/1 8:00:30', ZONE)?.toISOString(), '2026-03-01T00:00:30.000Z')
  assert.equal(readTime('2026-03-01T08:00:00Z', ZONE)?.toISOString(), '2026-03-01T08:00:00.000Z')
  for (const text of ['2026-02-30 08:00', '2026-03-01 24:00', '2026-03-01', 'yesterday'])
    assert.equal(readTime(text, ZONE), undefined, text)
})

test('the description of the interface has a body for every kind, with its fields and what they hold', () => {
  const schemas = bodySchemas() as unknown as { title: string; properties: Record<string, { description: string }> }[]
  assert.deepEqual(
    schemas.map(({ title }) => title),
    KIND_IDS.map((id) => getKind(id).en),
  )
  for (const [n, id] of KIND_IDS.entries())
    for (const { key } of columnsOf(id)) assert.ok(schemas[n]!.properties[key]!.description.length > 0, `${id}.${key}`)
})

test('headers in either language; members of messages by any name; a list stays a list', () => {
  const { mapping, faults } = mapHeader('inspection', [
    '查验编号',
    '时间',
    'Inspected',
    '查验结果',
    'Container',
    '颜色',
  ])
  assert.deepEqual(faults, [])
  assert.deepEqual(mapping.keys, ['externalNo', 'observedAt', 'subject', 'finding', 'container', undefined])
  assert.match(mapping.notices[0]!.zh, /颜色/)
  assert.equal(columnOfName('tip', '线索内容')?.key, 'text')
  const { cells, faults: wrong } = cellsOfObject('prearrival', {
    lastPorts: ['CNSHA', 'SGSIN'],
    dgOnBoard: true,
    crew: { n: 1 },
  })
  assert.deepEqual(cells, { lastPorts: 'CNSHA;SGSIN', dgOnBoard: 'true' })
  assert.deepEqual(
    wrong.map(({ field }) => field),
    ['crew'],
  )
})
