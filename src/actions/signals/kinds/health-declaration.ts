/**
 * A maritime declaration of health (International Health Regulations, annex 8) or its like of an aircraft. That there are ill
 * people on board is for all who work with the ship; what they suffer from and where they lie is for health quarantine alone.
 */
import { column, type Words } from './column.ts'
import { flight, imo, lastPorts, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { dotted, figure, headed, said, subjectOf, when } from './phrases.ts'

/** Ship sanitation certificate: control or exemption (International Health Regulations, annex 3). */
const CERTIFICATE: Words = {
  valid: { zh: '有效', en: 'valid' },
  expired: { zh: '已过期', en: 'expired' },
  none: { zh: '没有', en: 'none' },
  exempt: { zh: '免予控制', en: 'control exemption' },
}

export const HEALTH_DECLARATION: Kind = {
  id: 'health_declaration',
  zh: '海事健康申报',
  en: 'declaration of health',
  number: { zh: '申报编号', en: 'Declaration number' },
  personsIn: 'party',
  oneOf: [['vessel', 'imo', 'flight']],
  columns: [
    vessel(),
    imo(),
    flight(),
    lastPorts(),
    column('personsAboard', 'number', {
      zh: '在船（机）人数',
      en: 'Persons on board',
      names: ['在船人数', 'persons aboard'],
      group: 'people',
      whole: true,
    }),
    column('ill', 'number', {
      zh: '患病人数',
      en: 'Ill',
      required: true,
      names: ['病人数'],
      group: 'people',
      whole: true,
    }),
    column('deaths', 'number', { zh: '死亡人数', en: 'Deaths', group: 'people', whole: true }),
    column('affectedArea', 'boolean', {
      zh: '到过受染地区',
      en: 'Visited an affected area',
      names: ['受染地区'],
      group: 'health',
    }),
    column('fever', 'boolean', { zh: '有发热者', en: 'Fever on board', names: ['发热'], group: 'health' }),
    column('rash', 'boolean', { zh: '有皮疹者', en: 'Rash on board', names: ['皮疹'], group: 'health' }),
    column('vectorsSeen', 'boolean', { zh: '发现媒介生物', en: 'Vectors seen', group: 'health' }),
    column('animalsIll', 'boolean', { zh: '有患病动物', en: 'Ill animals', group: 'health' }),
    column('sanitationCertificate', 'choice', {
      zh: '船舶卫生证书',
      en: 'Ship sanitation certificate',
      values: CERTIFICATE,
      group: 'health',
    }),
    column('symptoms', 'text', { zh: '症状', en: 'Symptoms', part: 'health', group: 'health' }),
    column('cabins', 'text', { zh: '舱室', en: 'Cabins', part: 'health', group: 'health', longest: 200 }),
    column('isolationNeeded', 'boolean', { zh: '需要隔离', en: 'Isolation needed', part: 'health', group: 'health' }),
  ],
  title: (body) =>
    headed(
      '健康申报',
      'Declaration of health',
      subjectOf(body),
      figure(body, 'ill', '患病 ', 'ill ', { zh: ' 人', en: '' }),
    ),
  detail: (body) =>
    dotted(
      figure(body, 'personsAboard', '在船（机） ', 'on board ', { zh: ' 人', en: '' }),
      figure(body, 'deaths', '死亡 ', 'deaths ', { zh: ' 人', en: '' }),
      when(body, 'affectedArea', '到过受染地区', 'visited an affected area'),
      when(body, 'fever', '发热', 'fever'),
      when(body, 'rash', '皮疹', 'rash'),
      when(body, 'vectorsSeen', '发现媒介生物', 'vectors seen'),
      said(body, 'lastPorts'),
    ),
}
