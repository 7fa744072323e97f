import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  containerCheckDigit,
  isContainerSound,
  isImoSound,
  isMmsiSound,
  isOrganisationSound,
  mayBePerson,
  readContainer,
  readHs6,
  readImo,
  readLocode,
  readMmsi,
  readOrganisation,
  readUnNumber,
} from './identifiers.ts'

const DIGITS = '0123456789'

test('ISO 6346: published numbers are sound, and none with one digit changed', () => {
  // The standard's own example, and the one of the Bureau International des Containers.
  for (const code of ['CSQU3054383', 'BICU1234565']) {
    assert.equal(readContainer(code), code)
    assert.ok(isContainerSound(code), code)
    for (const digit of DIGITS) if (digit !== code[10]) assert.ok(!isContainerSound(code.slice(0, 10) + digit))
  }
  assert.equal(readContainer('csqu 305438-3'), 'CSQU3054383')
  assert.ok(!isContainerSound('CSQX3054383'), 'no such category')
  for (const text of ['CSQU305438', 'CSQ13054383', 'CSQU30543833', '集装箱3054383', ''])
    assert.equal(readContainer(text), undefined, text)
})

test('ISO 6346: every single wrong digit of a serial number is noticed, but where ten reads as zero', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z]{3}U\d{6}$/),
      fc.integer({ min: 4, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      (head, at, by) => {
        const wrong = head.slice(0, at) + ((Number(head[at]) + by) % 10) + head.slice(at + 1)
        const [a, b] = [containerCheckDigit(head), containerCheckDigit(wrong)]
        return a !== b || a === 0
      },
    ),
  )
})

test('IMO numbers: the example of the resolution is sound; other seven digits are not', () => {
  assert.equal(readImo('IMO 9074729'), '9074729')
  assert.ok(isImoSound('9074729'))
  assert.ok(!isImoSound('9074728'))
  for (const text of ['907472', '90747290', 'IMO', 'MMSI9074729']) assert.equal(readImo(text), undefined, text)
})

test('MMSI: ship, group, coast, aircraft, handheld, aid, distress; identification digits out of their range', () => {
  for (const mmsi of [
    '413000000',
    '041300000',
    '002320001',
    '111232000',
    '841312345',
    '984131234',
    '992351000',
    '970123456',
  ])
    assert.ok(isMmsiSound(mmsi), mmsi)
  for (const mmsi of ['199000000', '776000000', '123456789', '900000000', '200000000', '812345678'])
    assert.ok(!isMmsiSound(mmsi), mmsi)
  assert.equal(readMmsi('413 000 000'), '413000000')
  assert.equal(readMmsi('41300000'), undefined)
})

test('GB 32100: codes that are sound, one wrong place, letters that the standard leaves out', () => {
  // The example that validators of the standard publish.
  assert.ok(isOrganisationSound('91350100M000100Y43'))
  for (const wrong of ['91350100M000100Y44', '91350101M000100Y43', '91350100M000010Y43'])
    assert.ok(!isOrganisationSound(wrong), wrong)
  assert.equal(readOrganisation('91350100m000100y43'), '91350100M000100Y43')
  for (const text of ['91350100M000100Y4', '91350100I000100Y43', '91350100O000100Y43', '9135 0100'])
    assert.equal(readOrganisation(text), undefined, text)
  assert.ok(mayBePerson('92350100M000100Y43'))
  assert.ok(!mayBePerson('91350100M000100Y43'))
})

test('UN/LOCODE, HS and UN numbers by their shape', () => {
  assert.equal(readLocode('cn sha'), 'CNSHA')
  assert.equal(readLocode('USNY2'), 'USNY2')
  for (const text of ['CNSH', 'CNSH1', 'C1SHA', 'CNSHAN']) assert.equal(readLocode(text), undefined, text)
  assert.equal(readHs6('010121'), '010121')
  for (const text of ['10121', '0101211', '01012a']) assert.equal(readHs6(text), undefined, text)
  assert.equal(readUnNumber('UN 1942'), '1942')
  assert.equal(readUnNumber('194'), undefined)
})
