/**
 * The auditor, in both languages: reads envelopes and no content, is told why, verifies the whole record and takes a proof
 * along that is checked here with nothing but a hash function.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, keep, type Language, mainText, see, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const WORDS = {
  zh: {
    main: '主导航',
    pages: ['态势', '职责与法规', '存证', '通知设置'],
    closed: /本岗位的用途不打开业务内容，这里不是没有，而是不显示。/,
    noSignals: /本岗位不查看信号内容。/,
    noImport: /导入数据须由数据管理、研判或值班岗位办理。/,
    noAccounts: /账号管理须由系统管理员办理。/,
    lost: '没有这个页面',
    start: '开始核验',
    whole: '记录完整',
    verification: '核验',
    act: '行为',
    warnings: '预警',
    entries: '存证条目',
    issued: '发布预警',
    number: '条目编号',
    prove: '出具证明',
    wrongNumber: '请填 0 或更大的整数。',
    notYet: /这一条尚未签署，或没有这一条。/,
    proofOf: /^第 [\d,]+ 条的证明$/,
    download: '下载证明',
    forAuditors: /条目和证明供审计岗位使用。/,
  },
  en: {
    main: 'Main',
    pages: ['Situation', 'Duties and law', 'Ledger', 'Notifications'],
    closed: /The purpose of this post opens no content: it is not that there is none, it is not shown./,
    noSignals: /This post does not read the content of signals./,
    noImport: /Importing data is for data officers, analysts and duty officers./,
    noAccounts: /Managing accounts is for administrators./,
    lost: 'No such page',
    start: 'Start verification',
    whole: 'The record is whole',
    verification: 'Verification',
    act: 'Act',
    warnings: 'Warnings',
    entries: 'Entries of the ledger',
    issued: 'Warning issued',
    number: 'Number of the entry',
    prove: 'Prove',
    wrongNumber: 'A whole number from 0.',
    notYet: /This entry is not signed yet, or does not exist./,
    proofOf: /^Proof of entry [\d,]+$/,
    download: 'Download proof',
    forAuditors: /Entries and proofs are for auditors./,
  },
} as const

const here = stage()
let auditor: Page

const part = story(() => [auditor])
const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 9162, 2.1.3.2: the root that a leaf at `index` of `size` and its path lead to. */
const rootOf = (leafHash: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer => {
  let fn = index
  let sn = size - 1
  let root = leafHash
  for (const hash of path) {
    assert.ok(sn > 0, 'the path is longer than the tree is high')
    if (fn % 2 === 1 || fn === sn) {
      root = sha256(Buffer.of(1), hash, root)
      while (fn % 2 === 0 && fn > 0) {
        fn = Math.floor(fn / 2)
        sn = Math.floor(sn / 2)
      }
    } else root = sha256(Buffer.of(1), root, hash)
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  assert.equal(sn, 0, 'the path is shorter than the tree is high')
  return root
}

/** The file that the page gives, as https://c2sp.org/tlog-proof writes it. */
const readProof = (text: string) => {
  const [head, ...rest] = text.split('\n')
  assert.equal(head, 'c2sp.org/tlog-proof@v1')
  const empty = rest.indexOf('')
  const lines = rest.slice(0, empty)
  const at = lines.findIndex((line) => line.startsWith('index '))
  const [, size, root] = rest.slice(empty + 1)
  return {
    index: Number(lines[at]!.slice('index '.length)),
    path: lines.slice(at + 1).map((line) => Buffer.from(line, 'base64')),
    size: Number(size),
    root: Buffer.from(root!, 'base64'),
  }
}

for (const language of ['zh', 'en'] satisfies Language[]) {
  const w = WORDS[language]

  part(`${language}: a page of content says why it shows nothing`, async () => {
    auditor = await enter(here, 'demo.auditor', '/', { language })
    const links = auditor.getByRole('navigation', { name: w.main }).getByRole('link')
    assert.deepEqual(await links.allInnerTexts(), w.pages)
    for (const [path, why] of [
      ['/', w.noSignals],
      ['/signals', w.noSignals],
      ['/warnings', w.closed],
      ['/warnings/new', w.closed],
      ['/incidents', w.closed],
      ['/incidents/tasks', w.closed],
      ['/import', w.noImport],
      ['/administration', w.noAccounts],
    ] as const) {
      await go(auditor, path)
      await see(auditor.getByRole('main').getByText(why))
      assert.equal(await auditor.getByRole('main').getByRole('list').count(), 0, path)
    }
    await keep(auditor, `${language}/1440/closed-to-purpose`)
    await go(auditor, '/nowhere')
    await see(auditor.getByRole('heading', { level: 1, name: w.lost }))
    await keep(auditor, `${language}/1440/lost`)
  })

  part(`${language}: and the server gives nothing either`, async () => {
    const customs = await new Visitor(here.site).become('demo.customs')
    const [warning] = ((await customs.ask('GET', '/warnings')).body as { rows: { id: string }[] }).rows
    for (const [path, wanted] of [
      ['/signals', 403],
      ['/accounts', 403],
      [`/warnings/${warning!.id}`, 404],
    ] as const)
      assert.equal((await auditor.request.get(`${here.site.url}/api${path}`)).status(), wanted, path)
    for (const path of ['/warnings', '/incidents'])
      assert.deepEqual((await (await auditor.request.get(`${here.site.url}/api${path}`)).json()).rows, [])
  })

  part(`${language}: the record is recomputed and whole`, async () => {
    await go(auditor, '/ledger')
    await keep(auditor, `${language}/1440/ledger`)
    await auditor
      .getByRole('button', { name: w.start })
      .or(auditor.getByRole('button', { name: /重新核验|Verify again/ }))
      .click()
    await see(section(auditor, w.verification).getByText(w.whole))
    await keep(auditor, `${language}/1440/ledger-verified`)
  })

  part(`${language}: who issued which warning, without its words; the proof holds`, async () => {
    await auditor.getByRole('combobox', { name: w.act }).selectOption(w.warnings)
    const entry = auditor.getByRole('list', { name: w.entries }).getByRole('listitem').filter({ hasText: w.issued })
    await see(entry.filter({ hasText: language === 'zh' ? '海关风控 研判员' : 'Risk analyst, customs' }))
    assert.doesNotMatch(await mainText(auditor), /请按职责/)
    await entry.first().getByRole('link').click()
    await see(auditor.getByRole('heading', { name: w.proofOf }))
    await keep(auditor, `${language}/1440/ledger-proof`)
    const [file] = await Promise.all([
      auditor.waitForEvent('download'),
      auditor.getByRole('button', { name: w.download }).click(),
    ])
    const proof = readProof(await readFile(await file.path(), 'utf8'))
    const leaf = (await auditor.getByRole('code').first().textContent()) ?? ''
    assert.match(leaf, /^\{.*\}$/)
    const leafHash = sha256(Buffer.of(0), Buffer.from(leaf))
    assert.equal(rootOf(leafHash, proof.index, proof.size, proof.path).toString('hex'), proof.root.toString('hex'))
    const forged = sha256(Buffer.of(0), Buffer.from(leaf.replace('{', '{ ')))
    assert.notEqual(rootOf(forged, proof.index, proof.size, proof.path).toString('hex'), proof.root.toString('hex'))
  })

  part(`${language}: a number that is none, and an entry that is not there`, async () => {
    await auditor.getByLabel(w.number).fill('abc')
    await auditor.getByRole('button', { name: w.prove, exact: true }).click()
    await see(auditor.getByText(w.wrongNumber))
    await auditor.getByLabel(w.number).fill('99999999')
    await auditor.getByRole('button', { name: w.prove, exact: true }).click()
    await see(auditor.getByText(w.notYet))
    assertNoFaults(auditor)
  })

  part(`${language}: an officer sees how far the record reaches, no entries`, async () => {
    const officer = await enter(here, 'demo.cdc', '/ledger', { language })
    await see(officer.getByText(w.forAuditors))
    assert.equal(await officer.getByRole('list', { name: w.entries }).count(), 0)
    await keep(officer, `${language}/1440/ledger-officer`)
    assertNoFaults(officer)
  })
}
