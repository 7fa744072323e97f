import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { DomainError } from '../../base/public.ts'
import { OWASP_COST, passwordsOf, refuseWeakPassword } from './passwords.ts'

const CHEAP = { memoryKiB: 64, passes: 1 }

test('long enough and unlikely passwords are taken', () => {
  for (const password of [
    'quay crane fog 7',
    '夜班潮水第三号泊位的灯亮着',
    'correct horse battery staple',
    'xK9!mQ2vLp7$',
    '澜门-berth-三号-tide',
  ])
    refuseWeakPassword(password, 'chen')
})

test('short, common, patterned ones and the login itself are refused with a remedy', () => {
  for (const password of [
    'short',
    '11charsonly',
    'password1234',
    'Password2026',
    'P@ssw0rd1234',
    'p@ssw0rd!!!!',
    'QWERTYUIOP123',
    'administrator',
    'abcdefghijkl',
    '987654321098',
    '110101199003078515',
    'tongguantongguan',
    'ababababababab',
    'aaaaaaaaaaaaaaaa',
    'zhiyuan.chen2026',
    'x'.repeat(257),
  ])
    assert.throws(
      () => refuseWeakPassword(password, 'zhiyuan.chen'),
      (error: unknown) =>
        error instanceof DomainError && error.code === 'invalid' && error.detail.fields?.[0]?.field === 'password',
      password,
    )
})

test('a password is kept as argon2id with the parameters of OWASP', async () => {
  const stored = await passwordsOf().hash('quay crane fog 7')
  assert.match(stored, /^\$argon2id\$v=19\$/)
  const { memoryCost, timeCost, parallelism } = parseOptions(stored)
  assert.deepEqual({ memoryCost, timeCost, parallelism }, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  assert.deepEqual(OWASP_COST, { memoryKiB: 19_456, passes: 2 })
})

test('verifies the right one only, in any Unicode form, and nobody without a password', async () => {
  const passwords = passwordsOf(CHEAP)
  const stored = await passwords.hash('café au lait no. 5')
  assert.equal(await passwords.verify(stored, 'cafe\u0301 au lait no. 5'), true)
  assert.equal(await passwords.verify(stored, 'cafe au lait no. 5'), false)
  assert.equal(await passwords.verify(undefined, 'nobody has this password'), false)
})

test('a crowd of sign-ins is turned away instead of eating the memory', async () => {
  const passwords = passwordsOf(CHEAP)
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => passwords.verify(undefined, 'x')))
  const refused = results.filter((result) => result.status === 'rejected')
  assert.ok(refused.length > 100)
  assert.ok(refused.every((result) => result.reason instanceof DomainError && result.reason.code === 'too_many'))
  assert.equal(await passwords.verify(undefined, 'x'), false)
})

test('nobody takes as long as somebody: the work is done for a login that does not exist', async () => {
  const passwords = passwordsOf()
  const stored = await passwords.hash('quay crane fog 7')
  await passwords.verify(undefined, 'warm')
  const medianMs = async (against: string | undefined): Promise<number> => {
    const times: number[] = []
    for (let i = 0; i < 7; i += 1) {
      const start = performance.now()
      await passwords.verify(against, 'not the password')
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[3]!
  }
  const [known, unknown] = [await medianMs(stored), await medianMs(undefined)]
  assert.ok(unknown > known / 3 && unknown < known * 3, `${unknown} ms against ${known} ms`)
})
