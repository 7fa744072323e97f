import assert from 'node:assert/strict'
import { test } from 'node:test'
import { translate } from '../../../kit/i18n.ts'
import type { Locale } from '../../../kit/locale.ts'
import { fileFault, LIMIT_MIB, sizeWords } from './size.ts'
import { text } from './text.ts'

const words =
  (locale: Locale): Parameters<typeof sizeWords>[1] =>
  (key, ...values) =>
    translate(text, locale, key, ...values)
const zh = words('zh')

test('sizes read in the unit that fits', () => {
  assert.deepEqual(
    [0, 512, 2_048, 1_572_864, 104_857_600].map((bytes) => sizeWords(bytes, zh)),
    ['0 字节', '512 字节', '2 KiB', '1.5 MiB', '100 MiB'],
  )
})

test('an empty file and one over the limit are told at once, with the remedy', () => {
  const limit = LIMIT_MIB * 1_048_576
  assert.match(fileFault({ size: 0 }, zh) ?? '', /空的/)
  assert.equal(fileFault({ size: limit }, zh), null)
  assert.match(fileFault({ size: limit + 1 }, words('en')) ?? '', /64 MiB; split it/)
})
