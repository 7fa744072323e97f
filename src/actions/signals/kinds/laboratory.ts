/** A result of a laboratory on one sample. Of whom a human sample is stands nowhere; what may point to it is for health quarantine. */
import { column, type Words } from './column.ts'
import { container, hs6, origin } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { about, dotted, figure, headed, region, said } from './phrases.ts'

const SAMPLES: Words = {
  human: { zh: '人体样品', en: 'human' },
  food: { zh: '食品', en: 'food' },
  cargo: { zh: '货物', en: 'cargo' },
  water: { zh: '水', en: 'water' },
  plant: { zh: '植物', en: 'plant' },
  animal: { zh: '动物', en: 'animal' },
  waste: { zh: '固体废物', en: 'waste' },
  material: { zh: '材料', en: 'material' },
  vector: { zh: '媒介生物', en: 'vector' },
}

const RESULTS: Words = {
  positive: { zh: '阳性', en: 'positive' },
  negative: { zh: '阴性', en: 'negative' },
  inconclusive: { zh: '不确定', en: 'inconclusive' },
  pending: { zh: '待出结果', en: 'pending' },
}

export const LABORATORY: Kind = {
  id: 'laboratory',
  zh: '检测结果',
  en: 'laboratory result',
  number: { zh: '报告编号', en: 'Report number', names: ['检测报告号', 'report no'] },
  personsIn: 'party',
  columns: [
    column('sampleNo', 'code', {
      zh: '样品编号',
      en: 'Sample number',
      required: true,
      names: ['样品号', 'sample no'],
      group: 'sample',
      subject: 'sample',
    }),
    column('sampleType', 'choice', {
      zh: '样品类型',
      en: 'Type of sample',
      required: true,
      names: ['样品', 'sample type'],
      values: SAMPLES,
      group: 'sample',
    }),
    column('analyte', 'code', {
      zh: '检测项目',
      en: 'Analyte',
      required: true,
      names: ['项目', '检测项'],
      group: 'sample',
      subject: 'analyte',
    }),
    column('result', 'choice', { zh: '结果', en: 'Result', required: true, values: RESULTS, group: 'sample' }),
    column('method', 'code', { zh: '方法', en: 'Method', names: ['检测方法'], group: 'sample' }),
    column('value', 'number', { zh: '测得值', en: 'Value', names: ['数值'], group: 'sample', min: -1e12 }),
    column('unit', 'text', { zh: '单位', en: 'Unit', longest: 24, group: 'sample' }),
    column('limit', 'number', { zh: '限量', en: 'Limit', names: ['限值', '标准限量'], group: 'sample' }),
    container(),
    hs6(),
    origin(),
    column('subjectNote', 'text', {
      zh: '来源说明',
      en: 'Note on the subject',
      part: 'health',
      group: 'health',
      longest: 500,
    }),
  ],
  title: (body) =>
    headed(
      '检测',
      'Laboratory',
      said(body, 'analyte'),
      said(body, 'result', RESULTS),
      said(body, 'sampleType', SAMPLES),
    ),
  detail: (body) =>
    dotted(
      about(said(body, 'sampleNo'), '样品 {}', 'sample {}'),
      figure(body, 'value', '测得 ', 'found ', {
        zh: body.unit ? ` ${body.unit}` : '',
        en: body.unit ? ` ${body.unit}` : '',
      }),
      figure(body, 'limit', '限量 ', 'limit '),
      about(said(body, 'container'), '箱 {}', 'container {}'),
      about(region(body, 'origin'), '原产{}', 'origin {}'),
    ),
}
