import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fontFile, sfntOf, sliceOf } from './fonts.ts'
import { pdfOf } from './pdf.ts'

test('a font file is unpacked to tables that stand where its directory says', () => {
  const font = fontFile('chinese-simplified', 400)
  assert.equal(font.readUInt32BE(0), 0x00010000)
  const count = font.readUInt16BE(4)
  const tags = Array.from({ length: count }, (_, i) => font.toString('latin1', 12 + 16 * i, 16 + 16 * i))
  for (const tag of ['cmap', 'glyf', 'head', 'hmtx', 'loca', 'maxp']) assert.ok(tags.includes(tag), tag)
  for (let i = 0; i < count; i++)
    assert.ok(font.readUInt32BE(20 + 16 * i) + font.readUInt32BE(24 + 16 * i) <= font.length)
  assert.equal(fontFile('chinese-simplified', 400), font)
  assert.throws(() => sfntOf(Buffer.from('OTTO')), /not a WOFF/)
})

test('characters beyond the first file come from a slice; what no font has is marked as missing, not dropped', async () => {
  assert.equal(sliceOf('≥'.codePointAt(0)!), '102')
  assert.equal(sliceOf(0x10ffff), undefined)
  const about = { title: 't', below: '', locale: 'zh', at: new Date(0) } as const
  const pdf = await pdfOf([{ kind: 'paragraph', text: '≥55℃ 𠮷' }], about)
  const { pdfPages } = await import('../../../test/support/file-text.ts')
  assert.match((await pdfPages(pdf))[0]!.replace(/\s/g, ''), /^≥55℃〓第1页，共1页$/)
})

test('a long table goes on over pages, each with its number and the report it belongs to', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`第 ${i} 项`, '海关', '按职责办理并反馈结果'])
  const about = { title: 't', below: '2026-00001/01', locale: 'zh', at: new Date(0) } as const
  const pdf = await pdfOf([{ kind: 'table', head: ['任务', '单位', '办理'], rows }], about)
  const { pdfPages } = await import('../../../test/support/file-text.ts')
  const pages = await pdfPages(pdf)
  assert.ok(pages.length > 2)
  for (const [i, page] of pages.entries())
    assert.ok(page.replace(/\s/g, '').endsWith(`2026-00001/01·第${i + 1}页，共${pages.length}页`))
})
