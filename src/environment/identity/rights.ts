/**
 * Which roles carry which right, for which purpose. One table answers the page (what is disabled, and why), and gives
 * routes their `roles` by `rolesFor`. What a post may *see* is not decided here but by circles in the database.
 * The assignment of rights to roles is a judgement, not validated; a site changes it by giving posts other roles.
 */
import type { Bilingual } from '../../base/public.ts'
import { RIGHTS, type Right, type Rights, type Role } from './model.ts'

type Rule = {
  /** Posts with one of these roles have the right. */
  roles: readonly Role[]
  /** The purpose that the session must be in; `content`: any but audit and administration, which open no content. */
  purpose: 'content' | 'administration' | 'any'
  /** Why not, for who lacks the role. */
  lacking: Bilingual
}

const AT_THE_PORT: readonly Role[] = [
  'duty_officer',
  'analyst',
  'commander',
  'officer',
  'data_officer',
  'legal_officer',
]

const RULES: { readonly [right in Right]: Rule } = {
  'signals.read': {
    roles: AT_THE_PORT,
    purpose: 'content',
    lacking: { zh: '本岗位不查看信号内容。', en: 'This post does not read the content of signals.' },
  },
  'signals.import': {
    roles: ['data_officer', 'analyst', 'duty_officer'],
    purpose: 'content',
    lacking: {
      zh: '导入数据须由数据管理、研判或值班岗位办理。',
      en: 'Importing data is for data officers, analysts and duty officers.',
    },
  },
  'signals.report': {
    roles: AT_THE_PORT,
    purpose: 'content',
    lacking: { zh: '本岗位不登记信号。', en: 'This post does not write down signals.' },
  },
  'triage.work': {
    roles: ['duty_officer', 'analyst', 'commander', 'officer'],
    purpose: 'content',
    lacking: {
      zh: '待判信号的处理须由值班、研判、指挥或一线岗位办理。',
      en: 'Deciding what waits is for duty officers, analysts, commanders and officers.',
    },
  },
  'warnings.issue': {
    roles: ['duty_officer', 'commander', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '发布预警须由值班、指挥或研判岗位办理。',
      en: 'Issuing warnings is for duty officers, commanders and analysts.',
    },
  },
  'warnings.acknowledge': {
    roles: ['duty_officer', 'commander', 'officer', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '确认预警须由值班、指挥、研判或一线岗位办理。',
      en: 'Acknowledging warnings is for duty officers, commanders, analysts and officers.',
    },
  },
  'incidents.open': {
    roles: ['duty_officer', 'commander'],
    purpose: 'content',
    lacking: { zh: '启动处置须由值班或指挥岗位办理。', en: 'Opening an incident is for duty officers and commanders.' },
  },
  'incidents.work': {
    roles: ['duty_officer', 'commander', 'officer', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '办理处置任务须由值班、指挥、研判或一线岗位进行。',
      en: 'Working on tasks is for duty officers, commanders, analysts and officers.',
    },
  },
  'scan.write': {
    roles: ['analyst', 'duty_officer', 'data_officer', 'commander'],
    purpose: 'content',
    lacking: {
      zh: '登记外部环境情况须由研判、值班、数据管理或指挥岗位办理。',
      en: 'The environment scan is written by analysts, duty officers, data officers and commanders.',
    },
  },
  'reviews.write': {
    roles: ['duty_officer', 'commander', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '复盘须由值班、指挥或研判岗位办理。',
      en: 'Reviews are for duty officers, commanders and analysts.',
    },
  },
  'rules.read': {
    roles: AT_THE_PORT,
    purpose: 'content',
    lacking: { zh: '本岗位不查看研判规则。', en: 'This post does not read the rules of assessment.' },
  },
  'rules.edit': {
    roles: ['analyst'],
    purpose: 'content',
    lacking: { zh: '起草规则须由研判岗位办理。', en: 'Drafting rules is for analysts.' },
  },
  'rules.approve': {
    roles: ['commander', 'duty_officer'],
    purpose: 'content',
    lacking: {
      zh: '批准规则须由指挥或值班岗位办理。',
      en: 'Approving rules is for commanders and duty officers.',
    },
  },
  'incidents.command': {
    roles: ['commander'],
    purpose: 'content',
    lacking: { zh: '这项决定须由指挥岗位签署。', en: 'This decision is for a commander to sign.' },
  },
  'law.edit': {
    roles: ['legal_officer', 'data_officer'],
    purpose: 'content',
    lacking: {
      zh: '法规与职责的变更须由法制或数据管理岗位办理。',
      en: 'Changing law and duties is for legal officers and data officers.',
    },
  },
  'definitions.work': {
    roles: ['duty_officer', 'commander', 'analyst', 'legal_officer', 'data_officer'],
    purpose: 'content',
    lacking: {
      zh: '界定风险须由值班、指挥、研判、法制或数据管理岗位办理。',
      en: 'Defining risks is for duty officers, commanders, analysts, legal officers and data officers.',
    },
  },
  'ledger.verify': {
    roles: ['auditor'],
    purpose: 'any',
    lacking: {
      zh: '核验存证须由审计岗位进行。',
      en: 'Verifying the record is for auditors.',
    },
  },
  'ledger.read': {
    roles: [...AT_THE_PORT, 'auditor', 'administrator'],
    purpose: 'any',
    lacking: { zh: '本岗位不查看存证。', en: 'This post does not read the record.' },
  },
  'admin.accounts': {
    roles: ['administrator'],
    purpose: 'administration',
    lacking: { zh: '账号管理须由系统管理员办理。', en: 'Managing accounts is for administrators.' },
  },
  'rosters.manage': {
    roles: ['duty_officer', 'commander', 'data_officer'],
    purpose: 'content',
    lacking: {
      zh: '编排值班须由值班、指挥或数据管理岗位办理。',
      en: 'Keeping the roster is for duty officers, commanders and data officers.',
    },
  },
  'cell.duty': {
    roles: ['duty_officer', 'commander', 'officer', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '值守事项须由值班、指挥、研判或一线岗位办理。',
      en: 'Standing duty is for duty officers, commanders, analysts and officers.',
    },
  },
  'meetings.hold': {
    roles: ['duty_officer', 'commander', 'analyst'],
    purpose: 'content',
    lacking: {
      zh: '组织会商须由值班、指挥或研判岗位办理。',
      en: 'Holding meetings is for duty officers, commanders and analysts.',
    },
  },
}

const WRONG_PURPOSE = {
  content: {
    zh: '当前用途不打开业务内容；请切换到业务用途。',
    en: 'The present purpose opens no content; switch to a working purpose.',
  },
  administration: { zh: '请切换到系统管理用途。', en: 'Switch to the purpose of administration.' },
} as const

/** Purposes under which no content is opened (the database's rule is `app.opening_reason`). */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['audit', 'administration'])

const purposeFits = (rule: Rule, purpose: string): boolean =>
  rule.purpose === 'any' || (rule.purpose === 'content' ? !WITHOUT_CONTENT.has(purpose) : purpose === rule.purpose)

/** Roles of which one is needed for the right: what a route names in `roles`. */
export const rolesFor = (right: Right): readonly Role[] => RULES[right].roles

/** True, or the reason why not, for one right. */
export const rightOf = (right: Right, roles: readonly string[], purpose: string): true | Bilingual => {
  const rule = RULES[right]
  if (!rule.roles.some((role) => roles.includes(role))) return rule.lacking
  if (rule.purpose !== 'any' && !purposeFits(rule, purpose)) return WRONG_PURPOSE[rule.purpose]
  return true
}

/** Every right of a post for a purpose: true, or the reason why not in both languages. */
export const rightsOf = (roles: readonly string[], purpose: string): Rights =>
  Object.fromEntries(RIGHTS.map((right) => [right, rightOf(right, roles, purpose)])) as Rights
