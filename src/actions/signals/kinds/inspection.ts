/** What an inspection found: the subject, the finding in one code, quantity, place, a note. */
import { column, type Words } from './column.ts'
import { container, hs6, imo, location, organisation, origin, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { beginning, dotted, figure, headed, region, said, subjectOf } from './phrases.ts'

const SUBJECTS: Words = {
  container: { zh: '集装箱', en: 'container' },
  parcel: { zh: '邮件快件', en: 'parcel' },
  vessel: { zh: '船舶', en: 'vessel' },
  vehicle: { zh: '车辆', en: 'vehicle' },
  baggage: { zh: '行李', en: 'baggage' },
  premises: { zh: '场所', en: 'premises' },
}

export const FINDINGS: Words = {
  nothing: { zh: '未见异常', en: 'nothing found' },
  live_pest: { zh: '活体有害生物', en: 'live pest' },
  undeclared_goods: { zh: '未申报货物', en: 'undeclared goods' },
  misdeclared_goods: { zh: '伪报货物', en: 'misdeclared goods' },
  waste: { zh: '固体废物', en: 'waste' },
  ozone_substance: { zh: '消耗臭氧层物质', en: 'ozone-depleting substance' },
  cites: { zh: '濒危物种', en: 'endangered species' },
  relic: { zh: '文物', en: 'cultural relic' },
  drugs: { zh: '毒品', en: 'drugs' },
  weapon: { zh: '武器弹药', en: 'weapon' },
  explosive: { zh: '爆炸物', en: 'explosive' },
  radioactive: { zh: '放射性物质', en: 'radioactive material' },
  dangerous_goods: { zh: '危险货物', en: 'dangerous goods' },
  counterfeit: { zh: '侵权货物', en: 'counterfeit' },
  prohibited_media: { zh: '违禁出版物与介质', en: 'prohibited media' },
  cash: { zh: '超额现金', en: 'cash' },
  biological_material: { zh: '生物材料', en: 'biological material' },
  gmo: { zh: '转基因产品', en: 'genetically modified organism' },
  ballast: { zh: '压载水违规', en: 'ballast water' },
  oil: { zh: '油污', en: 'oil' },
  seal_broken: { zh: '封志破损', en: 'seal broken' },
  dual_use: { zh: '两用物项', en: 'dual-use item' },
  minerals: { zh: '矿产', en: 'minerals' },
  sand: { zh: '海砂', en: 'sea sand' },
  other: { zh: '其他', en: 'other' },
}

export const INSPECTION: Kind = {
  id: 'inspection',
  zh: '查验发现',
  en: 'inspection finding',
  number: { zh: '查验编号', en: 'Inspection number', names: ['查验单号', 'inspection no'] },
  personsIn: 'party',
  columns: [
    column('subject', 'choice', { zh: '查验对象', en: 'Inspected', required: true, names: ['对象'], values: SUBJECTS }),
    column('finding', 'choice', { zh: '发现', en: 'Finding', required: true, names: ['查验结果'], values: FINDINGS }),
    column('quantity', 'number', { zh: '数量', en: 'Quantity' }),
    column('unit', 'code', { zh: '单位', en: 'Unit', names: ['计量单位'] }),
    location(),
    column('note', 'text', { zh: '说明', en: 'Note', names: ['备注'] }),
    container(),
    hs6(),
    origin(),
    vessel(),
    imo(),
    organisation(),
  ],
  title: (body) => headed('查验', 'Inspection', said(body, 'finding', FINDINGS), subjectOf(body)),
  detail: (body) =>
    dotted(
      said(body, 'subject', SUBJECTS),
      figure(body, 'quantity', '', '', {
        zh: body.unit ? ` ${body.unit}` : '',
        en: body.unit ? ` ${body.unit}` : '',
      }),
      region(body, 'origin'),
      said(body, 'location'),
      beginning(body, 'note'),
    ),
}
