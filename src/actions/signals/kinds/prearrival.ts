/** A notice that a conveyance will arrive: what, from where, when, with how many on board. Numbers of people, never names. */
import { column, type Words } from './column.ts'
import { flight, imo, lastPorts, mmsi, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { about, dotted, figure, headed, region, said, when } from './phrases.ts'

const CONVEYANCES: Words = {
  ship: { zh: '船舶', en: 'ship' },
  aircraft: { zh: '航空器', en: 'aircraft' },
  train: { zh: '列车', en: 'train' },
  vehicle: { zh: '车辆', en: 'vehicle' },
}

/** As the ballast water reporting form asks (IMO resolution A.868(20)), shortened to what decides. */
const BALLAST: Words = {
  none: { zh: '未装压载水', en: 'no ballast' },
  exchanged: { zh: '已置换', en: 'exchanged' },
  planned: { zh: '拟在港排放', en: 'discharge planned' },
  unknown: { zh: '未说明', en: 'unknown' },
}

export const PREARRIVAL: Kind = {
  id: 'prearrival',
  zh: '抵港预报',
  en: 'pre-arrival notice',
  number: { zh: '预报编号', en: 'Notice number', names: ['notice no'] },
  personsIn: 'party',
  oneOf: [['vessel', 'imo', 'mmsi', 'callSign', 'flight']],
  columns: [
    column('conveyance', 'choice', {
      zh: '运输工具类型',
      en: 'Conveyance',
      required: true,
      values: CONVEYANCES,
      group: 'conveyance',
    }),
    vessel(),
    imo(),
    mmsi(),
    column('callSign', 'code', { zh: '呼号', en: 'Call sign', group: 'conveyance', subject: 'call_sign' }),
    flight(),
    column('flag', 'country', { zh: '船旗', en: 'Flag', names: ['船旗国', 'flag state'], group: 'conveyance' }),
    column('eta', 'instant', {
      zh: '预计抵达',
      en: 'Estimated arrival',
      required: true,
      names: ['预抵时间', '预计抵港时间', 'eta'],
      group: 'voyage',
    }),
    lastPorts(),
    column('berth', 'code', { zh: '泊位', en: 'Berth', names: ['靠泊泊位'], group: 'voyage', subject: 'berth' }),
    column('purpose', 'code', { zh: '来港目的', en: 'Purpose of call', names: ['目的'], group: 'voyage' }),
    column('crew', 'number', { zh: '船员／机组人数', en: 'Crew', names: ['船员人数'], group: 'people', whole: true }),
    column('passengers', 'number', { zh: '旅客人数', en: 'Passengers', names: ['旅客'], group: 'people', whole: true }),
    column('dgOnBoard', 'boolean', { zh: '载有危险货物', en: 'Dangerous goods on board', group: 'goods' }),
    column('ballast', 'choice', { zh: '压载水', en: 'Ballast water', values: BALLAST, group: 'voyage' }),
    column('ispsLevel', 'number', {
      zh: '保安等级',
      en: 'Security level (ISPS)',
      names: ['isps等级', 'isps level'],
      group: 'voyage',
      whole: true,
      min: 1,
      max: 3,
    }),
  ],
  title: (body) =>
    headed(
      '抵港预报',
      'Pre-arrival',
      said(body, 'vessel') ??
        said(body, 'flight') ??
        about(said(body, 'imo'), 'IMO {}', 'IMO {}') ??
        said(body, 'callSign') ??
        about(said(body, 'mmsi'), 'MMSI {}', 'MMSI {}'),
      about(said(body, 'berth'), '{} 泊位', 'berth {}'),
    ),
  detail: (body) =>
    dotted(
      said(body, 'conveyance', CONVEYANCES),
      about(region(body, 'flag'), '{}旗', 'flag {}'),
      about(said(body, 'lastPorts'), '挂靠 {}', 'called at {}'),
      figure(body, 'crew', '船员／机组 ', 'crew '),
      figure(body, 'passengers', '旅客 ', 'passengers '),
      when(body, 'dgOnBoard', '载危险货物', 'dangerous goods on board'),
    ),
}
