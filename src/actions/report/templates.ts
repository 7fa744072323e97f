/**
 * The kinds of report with their sections, what a person must write, and by when each is due. The sections follow what Chinese
 * emergency reporting commonly asks for (首报 quick facts, 续报 progress and changes, 终报 result, cause, measures); the split into
 * fields is ours, no authority prescribed it. The times are local defaults, never law (judgement, not validated); law comes from
 * the deadline table alone, by `REPORT_DEADLINES`.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Amount } from '../../environment/reference/public.ts'

export const KINDS = ['initial', 'follow_up', 'final', 'correction'] as const
export type Kind = (typeof KINDS)[number]

export const KIND_WORDS: Readonly<Record<Kind, Bilingual>> = {
  initial: { zh: '首报', en: 'Initial report' },
  follow_up: { zh: '续报', en: 'Follow-up report' },
  final: { zh: '终报', en: 'Final report' },
  correction: { zh: '更正', en: 'Correction' },
}

/** Where a section comes from: what the record gives to begin with, or nothing. */
export type Source =
  | 'situation'
  | 'timeline'
  | 'since'
  | 'tasks'
  | 'decisions'
  | 'assessment'
  | 'evidence'
  | 'law'
  | 'corrected'
  | 'none'

export type SectionTemplate = { key: string; title: Bilingual; source: Source; required: boolean; hint?: Bilingual }

const section = (
  key: string,
  zh: string,
  en: string,
  source: Source,
  required = false,
  hint?: Bilingual,
): SectionTemplate => ({ key, title: { zh, en }, source, required, ...(hint ? { hint } : {}) })

const SUPPORT: Bilingual = {
  zh: '要什么、多少、何时、送到哪里；不需要的写“无”',
  en: 'what, how much, when and where; write “none” if nothing is needed',
}

export const TEMPLATES: Readonly<Record<Kind, readonly SectionTemplate[]>> = {
  initial: [
    section('situation', '事件概况', 'Situation', 'situation', true),
    section('measures', '已采取的措施', 'Measures taken', 'timeline'),
    section('assessment', '初步研判', 'First assessment', 'assessment'),
    section('decisions', '决定', 'Decisions', 'decisions'),
    section('tasks', '任务与时限', 'Tasks and deadlines', 'tasks'),
    section('support', '需要的支持', 'Support needed', 'none', true, SUPPORT),
    section('law', '依据', 'Legal basis', 'law'),
  ],
  follow_up: [
    section('progress', '上次报告以来的变化', 'Changes since the last report', 'since', true),
    section('assessment', '研判', 'Assessment', 'assessment'),
    section('decisions', '决定', 'Decisions', 'decisions'),
    section('tasks', '任务与时限', 'Tasks and deadlines', 'tasks'),
    section('next', '下一步', 'Next steps', 'none', true),
    section('support', '需要的支持', 'Support needed', 'none', false, SUPPORT),
  ],
  final: [
    section('situation', '事件概况', 'Situation', 'situation', true),
    section('course', '经过', 'Course of events', 'timeline'),
    section('decisions', '决定', 'Decisions', 'decisions'),
    section('tasks', '任务完成情况', 'Tasks', 'tasks'),
    section('result', '处置结果', 'Result', 'none', true),
    section('cause', '原因', 'Cause', 'none', true, {
      zh: '已查明的与未查明的分开写',
      en: 'what is known and what is not, apart',
    }),
    section('lessons', '教训与改进', 'Lessons', 'none', true),
    section('evidence', '证据清单', 'Evidence', 'evidence'),
    section('law', '依据', 'Legal basis', 'law'),
  ],
  correction: [
    section('corrected', '被更正的报告', 'Report corrected', 'corrected', true),
    section('wrong', '原文有误之处', 'What was wrong', 'none', true),
    section('right', '更正为', 'What is right', 'none', true),
    section('why', '更正理由', 'Why it is corrected', 'none', true),
  ],
}

/** Rows of the deadline table that ask for a report of the incident itself; their clocks run as tasks of the agency they bind. */
export const REPORT_DEADLINES: ReadonlySet<string> = new Set([
  'DL-03',
  'DL-10',
  'DL-14',
  'DL-18',
  'DL-26',
  'DL-28',
  'DL-34',
  'DL-37',
  'DL-38',
  'DL-43',
  'DL-45',
  'DL-50',
])

/** After the opening, after the report before it, after closing. Judgement, not validated. */
export const DEFAULT_DUE: Readonly<Record<'initial' | 'follow_up' | 'final', Amount>> = {
  initial: { amount: 60, unit: 'minute' },
  follow_up: { amount: 4, unit: 'hour' },
  final: { amount: 5, unit: 'workingDay' },
}
