/** Findings of inspections. */
import { type Codes, chapter, type EvidenceKind, field } from './model.ts'

/** What an inspection can find; a tip can say the same. */
export const FINDINGS: Codes = {
  nothing: { zh: '无异常', en: 'nothing' },
  live_pest: { zh: '活体有害生物', en: 'live pest' },
  undeclared_goods: { zh: '未申报货物', en: 'undeclared goods' },
  misdeclared_goods: { zh: '申报不符', en: 'misdeclared goods' },
  waste: { zh: '固体废物', en: 'waste' },
  ozone_substance: { zh: '消耗臭氧层物质', en: 'ozone-depleting substance' },
  cites: { zh: '濒危物种', en: 'protected species' },
  relic: { zh: '文物', en: 'cultural relic' },
  drugs: { zh: '毒品', en: 'drugs' },
  weapon: { zh: '武器', en: 'weapon' },
  explosive: { zh: '爆炸物', en: 'explosive' },
  radioactive: { zh: '放射性物品', en: 'radioactive item' },
  dangerous_goods: { zh: '危险货物', en: 'dangerous goods' },
  counterfeit: { zh: '侵权货物', en: 'counterfeit' },
  prohibited_media: { zh: '违禁印刷品或介质', en: 'prohibited media' },
  cash: { zh: '超额现金', en: 'cash' },
  biological_material: { zh: '生物材料', en: 'biological material' },
  gmo: { zh: '转基因材料', en: 'genetically modified material' },
  ballast: { zh: '压载水', en: 'ballast water' },
  oil: { zh: '油污', en: 'oil' },
  seal_broken: { zh: '封志破损', en: 'broken seal' },
  dual_use: { zh: '两用物项', en: 'dual-use item' },
  minerals: { zh: '矿产', en: 'minerals' },
  sand: { zh: '海砂', en: 'sea sand' },
  other: { zh: '其他', en: 'other' },
}

export const inspection: EvidenceKind = {
  kind: 'inspection',
  zh: '查验发现',
  en: 'inspection finding',
  fields: {
    subject: field('code', '查验对象', 'Subject', {
      codes: {
        container: { zh: '集装箱', en: 'container' },
        parcel: { zh: '邮件快件', en: 'parcel' },
        vessel: { zh: '船舶', en: 'vessel' },
        vehicle: { zh: '车辆', en: 'vehicle' },
        baggage: { zh: '行李', en: 'baggage' },
        premises: { zh: '场所', en: 'premises' },
      },
    }),
    finding: field('code', '发现', 'Finding', { required: true, codes: FINDINGS }),
    hs6: field('code', '商品编码', 'HS code'),
    hs2: field('code', '商品章', 'HS chapter'),
    container: field('code', '箱号', 'Container'),
    imo: field('code', 'IMO 编号', 'IMO number'),
    quantity: field('number', '数量', 'Quantity'),
    unit: field('code', '单位', 'Unit'),
    origin: field('code', '货物原产国', 'Origin of the goods'),
    location: field('text', '位置', 'Location'),
    note: field('text', '说明', 'Note'),
  },
  derive: (record) => ({ hs2: chapter(record) }),
}
