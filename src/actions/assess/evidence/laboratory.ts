/** Results of laboratories. What a sample says about its subject (subjectNote) is not in the catalogue. */
import { chapter, type EvidenceKind, field, numberOf, ratio } from './model.ts'

export const laboratory: EvidenceKind = {
  kind: 'laboratory',
  zh: '检测结果',
  en: 'laboratory result',
  fields: {
    sampleType: field('code', '样品类型', 'Type of sample', {
      required: true,
      codes: {
        human: { zh: '人体样品', en: 'human' },
        food: { zh: '食品', en: 'food' },
        cargo: { zh: '货物', en: 'cargo' },
        water: { zh: '水', en: 'water' },
        plant: { zh: '植物', en: 'plant' },
        animal: { zh: '动物', en: 'animal' },
        waste: { zh: '固体废物', en: 'waste' },
        material: { zh: '材料', en: 'material' },
        vector: { zh: '病媒', en: 'vector' },
      },
    }),
    method: field('code', '方法', 'Method'),
    analyte: field('code', '检测项目', 'Analyte'),
    result: field('code', '结果', 'Result', {
      required: true,
      codes: {
        positive: { zh: '阳性或检出', en: 'positive' },
        negative: { zh: '阴性或未检出', en: 'negative' },
        inconclusive: { zh: '可疑', en: 'inconclusive' },
        pending: { zh: '待出', en: 'pending' },
      },
    }),
    value: field('number', '数值', 'Value'),
    unit: field('code', '单位', 'Unit'),
    limit: field('number', '限值', 'Limit'),
    ratioToLimit: field('number', '数值与限值之比', 'Value over limit'),
    container: field('code', '箱号', 'Container'),
    hs6: field('code', '商品编码', 'HS code'),
    hs2: field('code', '商品章', 'HS chapter'),
    origin: field('code', '货物原产国', 'Origin of the goods'),
  },
  derive: (record) => ({
    hs2: chapter(record),
    ratioToLimit: ratio(numberOf(record, 'value'), numberOf(record, 'limit')),
  }),
}
