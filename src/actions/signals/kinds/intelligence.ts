/** A note of intelligence: from whom, about which risk, how sure, how it may be handled. No state secrets; no persons. */
import { column, type Words } from './column.ts'
import { container, hs6, imo, organisation, origin, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { about, beginning, dotted, headed, region, said, subjectOf } from './phrases.ts'

const CONFIDENCE: Words = {
  low: { zh: '低', en: 'low' },
  moderate: { zh: '中', en: 'moderate' },
  high: { zh: '高', en: 'high' },
}

export const INTELLIGENCE: Kind = {
  id: 'intelligence',
  zh: '情报',
  en: 'intelligence note',
  number: { zh: '情报编号', en: 'Note number', names: ['note no'] },
  personsIn: 'party',
  columns: [
    column('originator', 'text', { zh: '出处', en: 'Originator', required: true, names: ['来源单位'], longest: 100 }),
    column('topic', 'code', {
      zh: '涉及风险',
      en: 'Risk',
      names: ['风险类型', 'topic', 'risk type'],
    }),
    column('text', 'text', {
      zh: '内容',
      en: 'What is known',
      required: true,
      names: ['情报内容', 'text'],
      hint: { zh: '不写国家秘密，不写可识别的个人', en: 'no state secrets, nobody who can be recognised' },
    }),
    column('confidence', 'choice', { zh: '把握', en: 'Confidence', names: ['可信程度'], values: CONFIDENCE }),
    column('handling', 'code', { zh: '使用限制', en: 'Handling', names: ['处理要求', 'handling caveat'] }),
    column('validUntil', 'instant', { zh: '有效至', en: 'Valid until', names: ['有效期'] }),
    container(),
    hs6(),
    origin(),
    vessel(),
    imo(),
    organisation(),
  ],
  title: (body) => headed('情报', 'Intelligence', subjectOf(body), beginning(body, 'text', 30)),
  detail: (body) =>
    dotted(
      about(said(body, 'originator'), '出处 {}', 'from {}'),
      about(said(body, 'confidence', CONFIDENCE), '把握{}', '{} confidence'),
      about(region(body, 'origin'), '原产{}', 'origin {}'),
      said(body, 'handling'),
    ),
}
