/** Titles of acts and kinds of objects, for people who read the record. A test holds them against the acts that the code records. */
import type { Bilingual } from '../../base/public.ts'

export const ACT_TITLES: Readonly<Record<string, Bilingual>> = {
  'record.viewed': { zh: '查看记录', en: 'Records viewed' },
  'signal.received': { zh: '收到信号', en: 'Signal received' },
  'signal.corrected': { zh: '信号更正', en: 'Signal corrected' },
  'assessment.made': { zh: '作出研判', en: 'Assessment made' },
  erased: { zh: '内容销毁', en: 'Content erased' },
}

export const OBJECT_TITLES: Readonly<Record<string, Bilingual>> = {
  signal: { zh: '信号', en: 'signal' },
  assessment: { zh: '研判', en: 'assessment' },
  list: { zh: '清单', en: 'list' },
  warning: { zh: '预警', en: 'warning' },
  incident: { zh: '处置事件', en: 'incident' },
  task: { zh: '任务', en: 'task' },
  evidence: { zh: '证据', en: 'evidence' },
  handover: { zh: '移交', en: 'hand-over' },
  account: { zh: '账号', en: 'account' },
  post: { zh: '岗位', en: 'post' },
  agency: { zh: '单位', en: 'agency' },
  token: { zh: '接口令牌', en: 'API token' },
  import: { zh: '数据导入', en: 'import' },
  stream: { zh: '实时推送', en: 'live stream' },
}
