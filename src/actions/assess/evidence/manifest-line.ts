/** Lines of a cargo manifest. */
import { chapter, countryOf, type EvidenceKind, field, numberOf, ratio } from './model.ts'

export const manifestLine: EvidenceKind = {
  kind: 'manifest_line',
  zh: '舱单项',
  en: 'manifest line',
  fields: {
    goods: field('text', '品名', 'Description of goods', { required: true }),
    hs6: field('code', '商品编码', 'HS code'),
    hs2: field('code', '商品章', 'HS chapter'),
    container: field('code', '箱号', 'Container'),
    seal: field('code', '封志', 'Seal'),
    packages: field('number', '件数', 'Packages'),
    grossMassKg: field('number', '毛重（公斤）', 'Gross mass (kg)'),
    kgPerPackage: field('number', '每件毛重（公斤）', 'Gross mass per package (kg)'),
    loadPort: field('code', '装货港', 'Port of loading'),
    loadCountry: field('code', '装货港所在国', 'Country of loading'),
    dischargePort: field('code', '卸货港', 'Port of discharge'),
    dgClass: field('code', '危险货物类别', 'Dangerous goods class'),
    unNumber: field('code', '联合国编号', 'UN number'),
    reefer: field('boolean', '冷藏箱', 'Reefer'),
    empty: field('boolean', '空箱', 'Empty container'),
    freightValue: field('number', '运费', 'Freight', { part: 'commercial' }),
    freightPerKg: field('number', '每公斤运费', 'Freight per kilogram', { part: 'commercial' }),
  },
  derive: (record) => {
    const mass = numberOf(record, 'grossMassKg')
    return {
      hs2: chapter(record),
      loadCountry: countryOf(record, 'loadPort'),
      kgPerPackage: ratio(mass, numberOf(record, 'packages')),
      freightPerKg: ratio(numberOf(record, 'freightValue'), mass),
    }
  },
}
