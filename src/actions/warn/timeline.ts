/** The timeline of a warning in words: from act and data to a sentence in each language. Names come from outside. */
import type { Bilingual } from '../../base/public.ts'
import { TIMELY_WORDS, VERDICT_WORDS } from './model.ts'

type Data = { readonly [name: string]: unknown }
export type TimelineWords = { agency(id: string): Bilingual }

const LEVEL_WORDS: Readonly<Record<string, Bilingual>> = {
  blue: { zh: '蓝色', en: 'blue' },
  yellow: { zh: '黄色', en: 'yellow' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
}
const PART_WORDS: Readonly<Record<string, Bilingual>> = {
  level: { zh: '等级', en: 'level' },
  title: { zh: '标题', en: 'title' },
  body: { zh: '内容', en: 'text' },
}

const text = (data: Data, name: string): string => (typeof data[name] === 'string' ? (data[name] as string) : '')
const quoted = (zh: string, en: string, said: string): Bilingual =>
  said === '' ? { zh, en } : { zh: `${zh}：${said}`, en: `${en}: ${said}` }
const level = (data: Data, name: string): Bilingual => LEVEL_WORDS[text(data, name)] ?? { zh: '', en: '' }

const updated = (data: Data): Bilingual => {
  const parts = Array.isArray(data.changed) ? data.changed.map(String) : []
  const from = level(data, 'from')
  const to = level(data, 'level')
  const others = parts.filter((part) => part !== 'level').map((part) => PART_WORDS[part] ?? { zh: part, en: part })
  const zh = [
    ...(parts.includes('level') ? [`${from.zh}改为${to.zh}`] : []),
    ...(others.length > 0 ? [`改${others.map((one) => one.zh).join('、')}`] : []),
    ...(data.raised === true ? ['各单位重新确认'] : []),
  ]
  const en = [
    ...(parts.includes('level') ? [`${from.en} to ${to.en}`] : []),
    ...(others.length > 0 ? [`changed ${others.map((one) => one.en).join(', ')}`] : []),
    ...(data.raised === true ? ['every agency acknowledges anew'] : []),
  ]
  return quoted(`更新（${zh.join('，')}）`, `Updated (${en.join('; ')})`, text(data, 'reason'))
}

export const sentenceOf = (act: string, data: Data, words: TimelineWords): Bilingual => {
  const agency = words.agency(text(data, 'agency'))
  switch (act) {
    case 'warning.issued':
      return { zh: '发布预警', en: 'Warning issued' }
    case 'warning.acknowledged': {
      const late = data.late === true ? { zh: '（超时）', en: ' (late)' } : { zh: '', en: '' }
      return data.subject === 'cancellation'
        ? quoted(`确认知悉撤销${late.zh}`, `Acknowledged the cancellation${late.en}`, text(data, 'note'))
        : quoted(`确认收到${late.zh}`, `Acknowledged${late.en}`, text(data, 'note'))
    }
    case 'warning.updated':
      return updated(data)
    case 'warning.ended':
      return quoted('解除预警', 'Warning ended', text(data, 'reason'))
    case 'warning.cancelled':
      return quoted('撤销预警，各单位须确认', 'Warning cancelled; every agency acknowledges it', text(data, 'reason'))
    case 'warning.acknowledgement_reminded':
      return { zh: `提醒${agency.zh}确认`, en: `Reminded ${agency.en} to acknowledge` }
    case 'warning.acknowledgement_overdue':
      return {
        zh: `${agency.zh}到时未确认，升级至该单位指挥岗`,
        en: `${agency.en} has not acknowledged in time; escalated to its commander`,
      }
    case 'warning.acknowledgement_unanswered': {
      const to = words.agency(text(data, 'to'))
      return {
        zh: `${agency.zh}仍未确认，升级至${to.zh}指挥岗`,
        en: `${agency.en} still has not acknowledged; escalated to the commander of ${to.en}`,
      }
    }
    case 'warning.lesson_recorded': {
      const verdict = VERDICT_WORDS[text(data, 'verdict') as keyof typeof VERDICT_WORDS]
      const timely = TIMELY_WORDS[text(data, 'timely') as keyof typeof TIMELY_WORDS]
      return quoted(`总结：${verdict.zh}，${timely.zh}`, `Lesson: ${verdict.en}, ${timely.en}`, text(data, 'change'))
    }
    default:
      return { zh: act, en: act }
  }
}
