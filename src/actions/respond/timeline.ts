/** The timeline in words: from act and data to a sentence in each language. Names come from outside; nothing is stored twice. */
import type { Bilingual } from '../../base/public.ts'

export type TimelineWords = {
  agency(id: string): Bilingual
  trigger(id: string): Bilingual
  /** Title of the task that the entry is about. */
  task: Bilingual | null
}

type Data = { readonly [name: string]: unknown }

const text = (data: Data, name: string): string => (typeof data[name] === 'string' ? (data[name] as string) : '')
const quoted = (zh: string, en: string, said: string): Bilingual =>
  said === '' ? { zh, en } : { zh: `${zh}：${said}`, en: `${en}: ${said}` }

export const sentenceOf = (act: string, data: Data, words: TimelineWords): Bilingual => {
  const task = words.task ?? { zh: '任务', en: 'task' }
  const late = data.late === true ? { zh: '（超时）', en: ' (late)' } : { zh: '', en: '' }
  const to = words.agency(text(data, 'to'))
  switch (act) {
    case 'incident.opened':
      return { zh: '启动联合处置', en: 'Joint incident opened' }
    case 'incident.presence_confirmed':
      return { zh: '确认到位', en: 'Confirmed presence' }
    case 'incident.event_recorded': {
      const trigger = words.trigger(text(data, 'trigger'))
      return quoted(`登记事件“${trigger.zh}”`, `Recorded: ${trigger.en}`, text(data, 'note'))
    }
    case 'incident.closed':
      return quoted('结案', 'Incident closed', text(data, 'summary'))
    case 'incident.noted':
      return { zh: text(data, 'zh'), en: text(data, 'en') }
    case 'task.created':
      return { zh: `时限起算，新增任务“${task.zh}”`, en: `A clock started; new task “${task.en}”` }
    case 'task.clock_started':
      return { zh: `“${task.zh}”时限起算`, en: `The clock of “${task.en}” started` }
    case 'task.accepted':
      return { zh: `接受“${task.zh}”`, en: `Accepted “${task.en}”` }
    case 'task.completed':
      return quoted(`完成“${task.zh}”${late.zh}`, `Completed “${task.en}”${late.en}`, text(data, 'note'))
    case 'task.blocked':
      return quoted(`“${task.zh}”受阻`, `“${task.en}” is blocked`, text(data, 'reason'))
    case 'task.unblocked':
      return { zh: `“${task.zh}”解除受阻`, en: `“${task.en}” is no longer blocked` }
    case 'task.waived':
      return quoted(`免除“${task.zh}”${late.zh}`, `Waived “${task.en}”${late.en}`, text(data, 'reason'))
    case 'task.not_applicable':
      return quoted(`“${task.zh}”不适用${late.zh}`, `“${task.en}” is not applicable${late.en}`, text(data, 'reason'))
    case 'task.handover_offered':
      return quoted(
        `移交“${task.zh}”给${to.zh}，待签收`,
        `Offered “${task.en}” to ${to.en}; receipt open`,
        text(data, 'note'),
      )
    case 'task.handover_accepted':
      return { zh: `签收“${task.zh}”，移交完成`, en: `Accepted the hand-over of “${task.en}”` }
    case 'task.handover_refused':
      return quoted(`退回“${task.zh}”的移交`, `Sent back “${task.en}”`, text(data, 'reason'))
    case 'task.handover_withdrawn':
      return quoted(`撤回“${task.zh}”的移交`, `Withdrew the hand-over of “${task.en}”`, text(data, 'reason'))
    case 'task.due_soon':
      return { zh: `“${task.zh}”即将到期，已提醒${to.zh}`, en: `“${task.en}” is due soon; ${to.en} was reminded` }
    case 'task.overdue':
      return { zh: `“${task.zh}”超时，已升级至${to.zh}`, en: `“${task.en}” is overdue; escalated to ${to.en}` }
    case 'evidence.added':
      return quoted('添加证据', 'Evidence added', text(data, 'name'))
    default:
      return { zh: act, en: act }
  }
}
