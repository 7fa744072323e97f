/** Columns that several kinds share: conveyances, goods, organisations; and those that every kind has. */
import type { Column } from './column.ts'
import { column } from './column.ts'
import { CREDIBILITY_WORDS, RELIABILITY_WORDS } from './grading.ts'

type Change = Partial<Pick<Column, 'required' | 'group' | 'hint'>>

export const vessel = (change: Change = {}): Column =>
  column('vessel', 'text', {
    zh: '船名',
    en: 'Vessel',
    names: ['船舶名称', 'vessel name', 'ship', 'ship name'],
    group: 'conveyance',
    longest: 100,
    subject: 'vessel',
    ...change,
  })

export const imo = (change: Change = {}): Column =>
  column('imo', 'imo', {
    zh: 'IMO 编号',
    en: 'IMO number',
    names: ['imo编号', 'imo no', 'imo no.'],
    group: 'conveyance',
    subject: 'imo',
    ...change,
  })

export const mmsi = (): Column =>
  column('mmsi', 'mmsi', {
    zh: 'MMSI',
    en: 'MMSI',
    names: ['海上移动业务识别码'],
    group: 'conveyance',
    subject: 'mmsi',
  })

export const flight = (): Column =>
  column('flight', 'code', {
    zh: '航班号',
    en: 'Flight',
    names: ['航班', 'flight no'],
    group: 'conveyance',
    subject: 'flight',
  })

export const container = (change: Change = {}): Column =>
  column('container', 'container', {
    zh: '箱号',
    en: 'Container',
    names: ['集装箱号', 'container no', 'container number'],
    group: 'goods',
    subject: 'container',
    ...change,
  })

export const hs6 = (change: Change = {}): Column =>
  column('hs6', 'hs6', {
    zh: '商品编码',
    en: 'HS6 Code',
    names: ['hs code', 'hs', '税号'],
    group: 'goods',
    subject: 'hs6',
    ...change,
  })

export const origin = (): Column =>
  column('origin', 'country', {
    zh: '原产国（地区）',
    en: 'Country of Origin',
    names: ['原产国', 'origin'],
    group: 'goods',
    subject: 'origin',
  })

export const organisation = (key = 'organisation', zh = '涉及单位', en = 'Organisation'): Column =>
  column(key, 'organisation', {
    zh,
    en,
    names: ['统一社会信用代码', 'uscc', ...(key === 'organisation' ? [] : ['organisation'])],
    group: 'parties',
    subject: 'organisation',
    hint: { zh: '统一社会信用代码，18 位', en: 'unified social credit code, 18 places' },
  })

export const location = (): Column =>
  column('location', 'text', { zh: '地点', en: 'Location', names: ['位置', 'place'], longest: 200 })

export const lastPorts = (): Column =>
  column('lastPorts', 'list', {
    zh: '最近挂靠港',
    en: 'Last ports of call',
    names: ['前挂靠港', '前十港', 'last ports'],
    items: 'locode',
    group: 'voyage',
    subject: 'port',
    hint: {
      zh: 'UN/LOCODE，以分号隔开，如 VNSGN;SGSIN',
      en: 'UN/LOCODE, separated by semicolons, such as VNSGN;SGSIN',
    },
  })

/** A message may grade itself (Admiralty code) and name the cases it belongs to. */
export const GENERAL_COLUMNS: readonly Column[] = [
  column('reliability', 'choice', {
    zh: '来源可靠性',
    en: 'Source reliability',
    names: ['可靠性'],
    values: RELIABILITY_WORDS,
    group: 'grading',
  }),
  column('credibility', 'choice', {
    zh: '信息可信度',
    en: 'Information credibility',
    names: ['可信度'],
    values: CREDIBILITY_WORDS,
    group: 'grading',
  }),
  column('caseNos', 'list', {
    zh: '关联案号',
    en: 'Case numbers',
    names: ['案号', '案件编号', 'case no', 'case number'],
    items: 'case_no',
    group: 'grading',
    hint: { zh: '其他系统中的案件编号，以分号隔开', en: 'numbers of cases in other systems, separated by semicolons' },
  }),
]
