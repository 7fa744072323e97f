/** The timeline in words: from act and data to a sentence in each language. Names come from outside; nothing is stored twice. */
import type { Bilingual } from '../../base/public.ts'
import { RESPONSE_LEVELS } from './level-ids.ts'
import { getLevel } from './levels.ts'
import { roleWords } from './rules-room.ts'

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

const minutes = (data: Data): number => (typeof data.stoodMinutes === 'number' ? data.stoodMinutes : 0)

const levelWords = (data: Data, name: string): Bilingual => {
  const id = RESPONSE_LEVELS.find((one) => one === text(data, name))
  return id ? getLevel(id) : { zh: '未知级别', en: 'an unknown level' }
}

const UNDO_WORDS: Readonly<Record<string, Bilingual>> = {
  'task.accepted': { zh: '接受', en: 'accepted' },
  'task.completed': { zh: '完成', en: 'done' },
  'task.blocked': { zh: '受阻', en: 'blocked' },
  'task.unblocked': { zh: '解除受阻', en: 'unblocked' },
  'task.waived': { zh: '免除', en: 'waived' },
  'task.not_applicable': { zh: '不适用', en: 'not applicable' },
}
/** What was done, in a word, for taking it back. */
export const undoWords = (act: string): Bilingual => UNDO_WORDS[act] ?? { zh: '操作', en: 'act' }

export const sentenceOf = (act: string, data: Data, words: TimelineWords): Bilingual => {
  const task = words.task ?? { zh: '任务', en: 'task' }
  const late = data.late === true ? { zh: '（超时）', en: ' (late)' } : { zh: '', en: '' }
  const to = words.agency(text(data, 'to'))
  const role = text(data, 'role') === '' ? { zh: '', en: 'officers' } : roleWords(text(data, 'role'))
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
    case 'incident.level_changed': {
      const [from, next] = [levelWords(data, 'from'), levelWords(data, 'to')]
      return quoted(
        `响应级别由${from.zh}调为${next.zh}`,
        `Response level from ${from.en} to ${next.en}`,
        text(data, 'reason'),
      )
    }
    case 'incident.review_opened':
      return { zh: '已开启复盘', en: 'A review was opened' }
    case 'incident.member_added': {
      const who = words.agency(text(data, 'agency'))
      return quoted(`增列成员：${who.zh}`, `Member added: ${who.en}`, text(data, 'reason'))
    }
    case 'incident.member_dismissed': {
      const who = words.agency(text(data, 'agency'))
      return quoted(`移出成员：${who.zh}`, `Member dismissed: ${who.en}`, text(data, 'reason'))
    }
    case 'incident.lead_changed': {
      const from = words.agency(text(data, 'from'))
      return quoted(
        `牵头单位由${from.zh}改为${to.zh}`,
        `Lead changed from ${from.en} to ${to.en}`,
        text(data, 'reason'),
      )
    }
    case 'incident.noted':
      return quoted(
        words.task ? `记录（${words.task.zh}）` : '记录',
        words.task ? `Note on “${words.task.en}”` : 'Note',
        text(data, 'text'),
      )
    case 'incident.merged_into':
      return quoted(`并入事件 ${text(data, 'no')}`, `Folded into incident ${text(data, 'no')}`, text(data, 'reason'))
    case 'incident.merged_from':
      return quoted(`事件 ${text(data, 'no')} 并入`, `Incident ${text(data, 'no')} was folded in`, text(data, 'reason'))
    case 'task.came_along':
      return { zh: `“${task.zh}”随并入的事件转来`, en: `“${task.en}” came with the folded incident` }
    case 'task.folded':
      return { zh: `“${task.zh}”与同一任务合并办理`, en: `“${task.en}” goes on with the task that is the same` }
    case 'task.clock_paused':
      return quoted(`“${task.zh}”时限暂停`, `The clock of “${task.en}” is paused`, text(data, 'reason'))
    case 'task.clock_resumed':
      return {
        zh: `“${task.zh}”时限恢复，顺延 ${minutes(data)} 分`,
        en: `The clock of “${task.en}” runs again, due ${minutes(data)} min later`,
      }
    case 'task.explained':
      return quoted(`说明“${task.zh}”的时限`, `On the time limit of “${task.en}”`, text(data, 'reason'))
    case 'task.assigned':
      return { zh: `为“${task.zh}”增派人员`, en: `More officers were put on “${task.en}”` }
    case 'task.joined':
      return { zh: `参与办理“${task.zh}”`, en: `Joined “${task.en}”` }
    case 'task.taken_over':
      return quoted(`接手“${task.zh}”`, `Took over “${task.en}”`, text(data, 'reason'))
    case 'task.undone': {
      const what = undoWords(text(data, 'undone'))
      return { zh: `撤销“${task.zh}”的“${what.zh}”`, en: `Took back on “${task.en}”: ${what.en}` }
    }
    case 'incident.said':
      return { zh: text(data, 'zh'), en: text(data, 'en') }
    case 'task.created':
      if (text(data, 'added') !== '') {
        const who = words.agency(text(data, 'agency'))
        return quoted(
          `添加任务“${task.zh}”，由${who.zh}办理`,
          `Added task “${task.en}” for ${who.en}`,
          text(data, 'added'),
        )
      }
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
      return {
        zh: `“${task.zh}”即将到期，已提醒${to.zh}${role.zh}`,
        en: `“${task.en}” is due soon; ${to.en} (${role.en}) was reminded`,
      }
    case 'task.pressed':
      return {
        zh: `“${task.zh}”临近到期，已催办${to.zh}${role.zh}`,
        en: `“${task.en}” is about to break; ${to.en} (${role.en}) was pressed`,
      }
    case 'task.overdue':
      return {
        zh: `“${task.zh}”超时，已升级至${to.zh}${role.zh}`,
        en: `“${task.en}” is overdue; escalated to ${to.en} (${role.en})`,
      }
    case 'task.escalated_further':
      return {
        zh: `“${task.zh}”仍未办结，已升级至${to.zh}${role.zh}`,
        en: `“${task.en}” is still open; escalated to ${to.en} (${role.en})`,
      }
    case 'evidence.added':
      return quoted('添加证据', 'Evidence added', text(data, 'name'))
    default:
      return { zh: act, en: act }
  }
}
