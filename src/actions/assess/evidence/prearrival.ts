/** Notices of arrival. Crew and passengers are numbers of people aboard a conveyance, never people. */
import { HOUR_MS } from '../../../base/public.ts'
import { countriesOf, type EvidenceKind, field, textOf } from './model.ts'

export const prearrival: EvidenceKind = {
  kind: 'prearrival',
  zh: '抵港预报',
  en: 'pre-arrival notice',
  fields: {
    conveyance: field('code', '运输工具', 'Conveyance', {
      required: true,
      codes: {
        ship: { zh: '船舶', en: 'ship' },
        aircraft: { zh: '航空器', en: 'aircraft' },
        train: { zh: '列车', en: 'train' },
        vehicle: { zh: '车辆', en: 'vehicle' },
      },
    }),
    imo: field('code', 'IMO 编号', 'IMO number'),
    mmsi: field('code', 'MMSI', 'MMSI'),
    flight: field('code', '航班', 'Flight'),
    flag: field('code', '船旗', 'Flag'),
    lastPorts: field('list', '此前挂靠港', 'Last ports of call'),
    lastCountries: field('list', '此前挂靠国', 'Countries of last ports'),
    berth: field('code', '泊位', 'Berth'),
    hoursAhead: field('number', '距预计抵达（小时）', 'Hours until arrival'),
    crew: field('number', '船员人数', 'Number of crew'),
    passengers: field('number', '旅客人数', 'Number of passengers'),
    dgOnBoard: field('boolean', '载有危险货物', 'Dangerous goods aboard'),
    ballast: field('code', '压载水', 'Ballast water', {
      codes: {
        none: { zh: '无压载水', en: 'none' },
        exchanged: { zh: '已置换', en: 'exchanged' },
        planned: { zh: '拟排放', en: 'discharge planned' },
        unknown: { zh: '不明', en: 'unknown' },
      },
    }),
    ispsLevel: field('number', '保安等级', 'ISPS security level'),
    purpose: field('code', '到港目的', 'Purpose of call', {
      codes: {
        cargo: { zh: '装卸货物', en: 'cargo' },
        cruise: { zh: '邮轮', en: 'cruise' },
        polar: { zh: '极地航次', en: 'polar voyage' },
        research: { zh: '科学考察', en: 'research' },
        cable: { zh: '海缆作业', en: 'cable work' },
        salvage: { zh: '救助打捞', en: 'salvage' },
        shelter: { zh: '避风', en: 'shelter' },
        distress: { zh: '遇险', en: 'distress' },
        dredging: { zh: '采砂疏浚', en: 'dredging' },
        fishing: { zh: '渔业', en: 'fishing' },
        diverted: { zh: '改航绕行', en: 'diverted' },
      },
    }),
  },
  derive: (record, at) => {
    const eta = textOf(record, 'eta')
    const arrives = eta === null ? Number.NaN : new Date(eta).getTime()
    return {
      lastCountries: countriesOf(record, 'lastPorts'),
      hoursAhead: Number.isNaN(arrives) ? null : (arrives - at.getTime()) / HOUR_MS,
    }
  },
}
