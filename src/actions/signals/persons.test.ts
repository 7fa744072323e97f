import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deriveKey, siteKey } from '../../environment/identity/public.ts'
import {
  createPersonKeys,
  destroyPersonKey,
  findPersonKey,
  openPerson,
  personTokens,
  sealPerson,
  tokenMessage,
} from './persons.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tongguan-persons-'))
after(() => rmSync(dataDir, { recursive: true, force: true }))

test('tokens differ per agency, purpose, role and person, and say nothing', () => {
  const token = personTokens(dataDir)
  const base = token('customs', 'port_security', 'importer', 'QLRUBN9')
  assert.equal(token('customs', 'port_security', 'importer', 'QLRUBN9'), base)
  for (const other of [
    token('msa', 'port_security', 'importer', 'QLRUBN9'),
    token('customs', 'law_enforcement', 'importer', 'QLRUBN9'),
    token('customs', 'port_security', 'declarant', 'QLRUBN9'),
    token('customs', 'port_security', 'importer', 'QLRUBN8'),
    token('custom', 'sport_security', 'importer', 'QLRUBN9'),
  ])
    assert.notEqual(other, base)
  assert.match(base, /^P-[\w-]{22}$/)
  assert.ok(!base.includes('QLRUBN9'))
  const expected = createHmac('sha256', deriveKey(siteKey(dataDir), 'person-token'))
    .update(tokenMessage(['customs', 'port_security', 'importer', 'QLRUBN9']))
    .digest('base64url')
  assert.equal(base, `P-${expected.slice(0, 22)}`)
})

test('a sealed value opens with its key and token only, and not after the key is destroyed', async () => {
  const [one, two] = await createPersonKeys(dataDir, 2)
  assert.ok(one && two)
  const sealed = sealPerson(one.key, 'P-1', { role: 'importer', value: 'QLRUBN9' })
  const found = await findPersonKey(dataDir, one.id)
  assert.ok(found)
  assert.deepEqual(openPerson(found, 'P-1', sealed), { role: 'importer', value: 'QLRUBN9' })
  assert.throws(() => openPerson(found, 'P-2', sealed))
  assert.throws(() => openPerson(two.key, 'P-1', sealed))
  assert.ok(!sealed.includes('QLRUBN9'))
  assert.equal(await destroyPersonKey(dataDir, one.id), true)
  assert.equal(await findPersonKey(dataDir, one.id), undefined)
  assert.ok(!readFileSync(join(dataDir, 'keys', 'persons.keys'), 'latin1').includes(one.key.toString('hex')))
  assert.deepEqual(await findPersonKey(dataDir, two.id), two.key)
  assert.equal(await destroyPersonKey(dataDir, Buffer.alloc(16, 9)), false)
})

test('a line torn by a crash costs nothing but itself, and the file is private', async () => {
  const file = join(dataDir, 'keys', 'persons.keys')
  appendFileSync(file, '00112233445566778899aabbccddee')
  const [after1] = await createPersonKeys(dataDir, 1)
  assert.ok(after1)
  assert.deepEqual(await findPersonKey(dataDir, after1.id), after1.key)
  assert.equal(statSync(file).mode & 0o077, 0)
})
