import { defineText } from '../../kit/i18n.ts'

/** What a notification of the browser says: level and place; the title only where its reader allowed that. */
export const text = defineText({
  zh: {
    warning: '{level}预警',
    body: '{place}：请确认收到',
    reminder: '{place}：即将到时，请确认',
    raised: '{place}：等级已提高，请重新确认',
    cancelled: '{place}：预警已撤销，请确认知悉',
    task: '任务超时',
    taskBody: '本单位有任务超时，已升级',
  },
  en: {
    warning: '{level} warning',
    body: '{place}: please acknowledge',
    reminder: '{place}: due soon, please acknowledge',
    raised: '{place}: level raised, acknowledge again',
    cancelled: '{place}: cancelled, please acknowledge',
    task: 'Task overdue',
    taskBody: 'A task of your agency is overdue and was escalated',
  },
})
