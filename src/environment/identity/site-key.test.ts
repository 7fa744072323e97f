import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deriveKey, keyedHash, seal, siteKey, unseal } from './site-key.ts'

const folder = (t: { after(fn: () => void): void }): string => {
  const made = mkdtempSync(join(tmpdir(), 'site-key-'))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('the key is made once, readable by its owner only, and nothing is left beside it', (t) => {
  const data = folder(t)
  const key = siteKey(data)
  assert.equal(key.length, 32)
  assert.deepEqual(siteKey(data), key)
  assert.deepEqual(readFileSync(join(data, 'keys', 'site.key')), key)
  assert.equal(statSync(join(data, 'keys', 'site.key')).mode & 0o777, 0o600)
  assert.equal(statSync(join(data, 'keys')).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(join(data, 'keys')), ['site.key'])
})

test('eight processes that start at once agree on one key', async (t) => {
  const data = folder(t)
  const script = `import { siteKey } from ${JSON.stringify(join(import.meta.dirname, 'site-key.ts'))}; process.stdout.write(siteKey(${JSON.stringify(data)}).toString('hex'))`
  const keys = await Promise.all(
    Array.from(
      { length: 8 },
      () =>
        new Promise<string>((resolve, reject) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
            stdio: ['ignore', 'pipe', 'inherit'],
          })
          let text = ''
          child.stdout.on('data', (part) => {
            text += part
          })
          child.on('close', (status) => (status === 0 ? resolve(text) : reject(new Error(`status ${status}`))))
        }),
    ),
  )
  assert.equal(new Set(keys).size, 1)
  assert.match(keys[0]!, /^[0-9a-f]{64}$/)
})

test('a damaged key, or one that others can read, is refused with the remedy', (t) => {
  const laid = (content: Buffer, mode: number): string => {
    const data = folder(t)
    mkdirSync(join(data, 'keys'))
    writeFileSync(join(data, 'keys', 'site.key'), content)
    chmodSync(join(data, 'keys', 'site.key'), mode)
    return data
  }
  assert.equal(siteKey(laid(Buffer.alloc(32, 9), 0o600)).length, 32)
  assert.throws(() => siteKey(laid(Buffer.from('short'), 0o600)), /must hold 32 bytes/)
  assert.throws(() => siteKey(laid(Buffer.alloc(32), 0o644)), /chmod 600/)
})

test('derived keys differ by label and salt; keyed hashes keep their parts apart', () => {
  const site = Buffer.alloc(32, 3)
  assert.notDeepEqual(deriveKey(site, 'a'), deriveKey(site, 'b'))
  assert.notDeepEqual(deriveKey(site, 'a'), deriveKey(site, 'a', Buffer.from('x')))
  assert.notDeepEqual(keyedHash(site, 'l', 'ab', 'c'), keyedHash(site, 'l', 'a', 'bc'))
  assert.deepEqual(keyedHash(site, 'l', 'ab'), keyedHash(site, 'l', Buffer.from('ab')))
})

test('a sealed value opens with its key for its owner, and not when a byte is changed', () => {
  const key = Buffer.alloc(32, 5)
  const sealed = seal(key, Buffer.from('secret'), 'account 1')
  assert.equal(unseal(key, sealed, 'account 1').toString(), 'secret')
  assert.notDeepEqual(seal(key, Buffer.from('secret'), 'account 1'), sealed)
  assert.throws(() => unseal(key, sealed, 'account 2'))
  assert.throws(() => unseal(Buffer.alloc(32, 6), sealed, 'account 1'))
  for (const position of sealed.keys()) {
    const altered = Buffer.from(sealed)
    altered[position] = altered[position]! ^ 1
    assert.throws(() => unseal(key, altered, 'account 1'), `byte ${position}`)
  }
  assert.throws(() => unseal(key, sealed.subarray(0, 20), 'account 1'))
})
