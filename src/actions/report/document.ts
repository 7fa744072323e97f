/**
 * A report as a sequence of blocks. The page, the Word file and the PDF are all made from this one sequence, so that they cannot
 * say different things; `textOf` is what each of them must contain, in order.
 */
import type { Locale } from '../../base/public.ts'
import { originOf } from './decide.ts'
import type { Block, Content } from './model.ts'
import { KIND_WORDS, type Kind } from './templates.ts'

export type Cover = {
  kind: Kind
  locale: Locale
  no: string | null
  agency: string
  /** Officer and post. */
  drafter: string
  signer: string | null
  signedAt: string | null
  due: string | null
  sentTo: readonly string[]
  corrects: string | null
}

const WORDS = {
  zh: {
    synthetic: '合成演示数据，不得用于实际处置',
    draft: '草稿，未签发',
    no: '编号',
    incident: '事件',
    risk: '风险类型',
    agency: '报告单位',
    drafter: '起草',
    signer: '签发',
    due: '时限',
    sentTo: '发送',
    corrects: '更正',
    none: '无',
    nothing: '（未填写）',
    empty: '无记录',
    joint: '、',
    generated: '由记录生成',
    edited: '由记录生成，经人员修改',
    typed: '人员填写',
    end: '各节标明来源：由记录生成的内容可在存证中逐条核对；人员填写的内容由签发人负责。',
  },
  en: {
    synthetic: 'Synthetic demonstration data; not for real operations',
    draft: 'Draft, not signed',
    no: 'Number',
    incident: 'Incident',
    risk: 'Risk type',
    agency: 'Reporting agency',
    drafter: 'Drafted by',
    signer: 'Signed by',
    due: 'Due',
    sentTo: 'Sent to',
    corrects: 'Corrects',
    none: 'none',
    nothing: '(not written)',
    empty: 'Nothing on record',
    joint: ', ',
    generated: 'from the record',
    edited: 'from the record, changed by a person',
    typed: 'written by a person',
    end: 'Each section says where it comes from: what is from the record can be checked in the ledger; for what a person wrote, the signer answers.',
  },
} as const

/**
 * Roman numerals in one character become letters: no font that we may ship has them, and all three forms must read alike.
 * Controls but the line end have no place in a document.
 */
const plain = (text: string): string =>
  text
    .replace(/[\u2160-\u217f]/g, (one) => one.normalize('NFKC'))
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')

export const documentOf = (content: Content, cover: Cover): Block[] => {
  const w = WORDS[cover.locale]
  const { incident } = content
  const blocks: Block[] = []
  if (content.demo) blocks.push({ kind: 'notice', text: w.synthetic })
  if (cover.signedAt === null) blocks.push({ kind: 'notice', text: w.draft })
  blocks.push({
    kind: 'title',
    text: plain(`${incident.title}${cover.locale === 'zh' ? '' : ': '}${KIND_WORDS[cover.kind][cover.locale]}`),
  })
  const facts: [string, string][] = [
    [w.no, cover.no ?? w.none],
    ...(cover.corrects === null ? [] : [[w.corrects, cover.corrects] as [string, string]]),
    [w.incident, `${incident.no} ${incident.title}`],
    [w.risk, `${incident.riskType} · ${incident.place}`],
    [w.agency, cover.agency],
    [w.drafter, cover.drafter],
    [w.signer, cover.signer === null ? w.none : `${cover.signer} ${cover.signedAt}`],
    ...(cover.due === null ? [] : [[w.due, cover.due] as [string, string]]),
    [w.sentTo, cover.sentTo.length === 0 ? w.none : cover.sentTo.join(w.joint)],
  ]
  blocks.push({ kind: 'facts', rows: facts.map((row) => row.map(plain)) })
  for (const section of content.sections) {
    const origin = originOf(section)
    blocks.push({ kind: 'heading', text: plain(section.title), mark: origin === 'empty' ? '' : w[origin] })
    if (section.form === 'table') {
      if (section.rows.length === 0) blocks.push({ kind: 'paragraph', text: w.empty })
      else
        blocks.push({
          kind: 'table',
          head: section.head.map(plain),
          rows: section.rows.map((row) => row.map(plain)),
        })
    } else if (origin === 'empty') blocks.push({ kind: 'paragraph', text: w.nothing })
    else
      for (const line of plain(section.text).split('\n'))
        if (line.trim() !== '') blocks.push({ kind: 'paragraph', text: line.trim() })
  }
  blocks.push({ kind: 'note', text: w.end })
  return blocks
}

/** The words in order, one piece a line. */
export const textOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    switch (block.kind) {
      case 'facts':
        return block.rows.flat()
      case 'table':
        return [...block.head, ...block.rows.flat()]
      case 'heading':
        return block.mark === '' ? [block.text] : [block.text, block.mark]
      default:
        return [block.text]
    }
  })
