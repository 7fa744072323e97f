/** Import declarations. Countries are of goods: where they were made and where they were loaded. */
import { chapter, type EvidenceKind, field, numberOf, ratio } from './model.ts'

const commercial = { part: 'commercial' }

export const declaration: EvidenceKind = {
  kind: 'declaration',
  zh: '进口报关单',
  en: 'import declaration',
  fields: {
    hs6: field('code', '商品编码', 'HS code', { required: true }),
    hs2: field('code', '商品章', 'HS chapter'),
    origin: field('code', '原产国', 'Country of origin', { required: true }),
    departure: field('code', '启运国', 'Country of departure', { required: true }),
    mode: field('code', '运输方式', 'Mode of transport', {
      codes: {
        '10': { zh: '海运', en: 'sea' },
        '40': { zh: '空运', en: 'air' },
        '50': { zh: '邮递', en: 'post' },
        '90': { zh: '其他', en: 'other' },
      },
    }),
    processType: field('code', '申报程序', 'Process type'),
    importType: field('code', '进口方式', 'Import type'),
    taxType: field('code', '税率代码', 'Tax type'),
    originIndicator: field('code', '原产地标记', 'Origin indicator'),
    courier: field('code', '快件企业', 'Courier'),
    taxRate: field('number', '税率（%）', 'Tax rate (%)', commercial),
    netMass: field('number', '申报净重（公斤）', 'Declared net mass (kg)', commercial),
    netMassKg: field('number', '净重（公斤，大于零）', 'Net mass (kg, above zero)', commercial),
    itemPrice: field('number', '价格', 'Item price', commercial),
    pricePerKg: field('number', '每公斤价格', 'Price per kilogram', commercial),
  },
  // A mass of zero is a finding of its own and no basis for a price per kilogram.
  derive: (record) => {
    const mass = numberOf(record, 'netMass')
    const price = numberOf(record, 'itemPrice')
    const netMassKg = mass !== null && mass > 0 ? mass : null
    return {
      hs2: chapter(record),
      netMassKg,
      pricePerKg: price !== null && price > 0 ? ratio(price, netMassKg) : null,
    }
  },
}
