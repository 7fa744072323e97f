/** Notes of intelligence: the originator names the risk type, rules weigh how sure it is and whether it still holds. */
import { chapter, type EvidenceKind, field, textOf } from './model.ts'

/** A note holds to the end of the day it names. */
const DAY_END = 'T23:59:59.999Z'

export const intelligence: EvidenceKind = {
  kind: 'intelligence',
  zh: '情报',
  en: 'intelligence note',
  fields: {
    topic: field('code', '所指风险', 'Risk it names', { required: true }),
    originator: field('text', '提供方', 'Originator'),
    text: field('text', '内容', 'Text'),
    handling: field('code', '处理限制', 'Handling caveat'),
    expired: field('boolean', '已过有效期', 'No longer valid'),
    origin: field('code', '货物原产国', 'Origin of the goods'),
    hs6: field('code', '商品编码', 'HS code'),
    hs2: field('code', '商品章', 'HS chapter'),
    container: field('code', '箱号', 'Container'),
    imo: field('code', 'IMO 编号', 'IMO number'),
    confidence: field('code', '可信程度', 'Confidence', {
      required: true,
      codes: {
        low: { zh: '低', en: 'low' },
        moderate: { zh: '中', en: 'moderate' },
        high: { zh: '高', en: 'high' },
      },
    }),
  },
  derive: (record, at) => {
    const until = textOf(record, 'validUntil')
    const end = until === null ? Number.NaN : new Date(until.length === 10 ? `${until}${DAY_END}` : until).getTime()
    // A note without an end holds until it is withdrawn.
    return { hs2: chapter(record), expired: !Number.isNaN(end) && end < at.getTime() }
  },
}
