/** One line of a cargo manifest: which goods in which container by which voyage. Shipper and consignee may be persons. */
import { column } from './column.ts'
import { container, hs6, imo, organisation, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { about, beginning, dotted, figure, headed, said, subjectOf, when } from './phrases.ts'

export const MANIFEST_LINE: Kind = {
  id: 'manifest_line',
  zh: '舱单项',
  en: 'manifest line',
  number: { zh: '提单号', en: 'Bill of lading', names: ['提运单号', 'bl no', 'b/l no', 'bill of lading no'] },
  personsIn: 'party',
  columns: [
    column('goods', 'text', {
      zh: '货名',
      en: 'Goods',
      required: true,
      names: ['货物名称', 'description of goods'],
      group: 'goods',
      longest: 500,
    }),
    container(),
    column('seal', 'code', { zh: '封志号', en: 'Seal', names: ['铅封号', 'seal no'], group: 'goods', subject: 'seal' }),
    hs6(),
    column('packages', 'number', { zh: '件数', en: 'Packages', group: 'goods', whole: true }),
    column('grossMassKg', 'number', {
      zh: '毛重',
      en: 'Gross mass',
      names: ['毛重（公斤）', 'gross mass (kg)', 'gross weight'],
      group: 'goods',
      unit: { zh: '公斤', en: 'kg' },
    }),
    column('dgClass', 'code', {
      zh: '危险货物类别',
      en: 'Dangerous goods class',
      names: ['危险品类别', 'imdg class', 'dg class'],
      group: 'goods',
    }),
    column('unNumber', 'un_number', {
      zh: '联合国编号',
      en: 'UN number',
      names: ['un编号', 'un no'],
      group: 'goods',
      subject: 'un_number',
    }),
    column('reefer', 'boolean', { zh: '冷藏箱', en: 'Reefer', group: 'goods' }),
    column('empty', 'boolean', { zh: '空箱', en: 'Empty', group: 'goods' }),
    vessel(),
    imo(),
    column('voyage', 'code', { zh: '航次', en: 'Voyage', names: ['voyage no'], group: 'voyage' }),
    column('loadPort', 'locode', {
      zh: '装货港',
      en: 'Port of loading',
      names: ['起运港', 'load port'],
      group: 'voyage',
      subject: 'port',
    }),
    column('dischargePort', 'locode', {
      zh: '卸货港',
      en: 'Port of discharge',
      names: ['目的港', 'discharge port'],
      group: 'voyage',
    }),
    organisation('consigneeOrg', '收货单位', 'Consignee organisation'),
    column('shipper', 'person', { zh: '发货人', en: 'Shipper', group: 'parties' }),
    column('consignee', 'person', { zh: '收货人', en: 'Consignee', group: 'parties' }),
    column('freightValue', 'number', {
      zh: '运费',
      en: 'Freight value',
      names: ['运费金额'],
      part: 'commercial',
      group: 'duty',
      unit: { zh: '（来源币种）', en: '(currency of the source)' },
    }),
  ],
  title: (body) =>
    headed('舱单', 'Manifest', beginning(body, 'goods'), about(said(body, 'container'), '箱 {}', 'container {}')),
  detail: (body) =>
    dotted(
      subjectOf(body),
      about(said(body, 'voyage'), '航次 {}', 'voyage {}'),
      about(said(body, 'loadPort'), '装货港 {}', 'loaded at {}'),
      figure(body, 'grossMassKg', '毛重 ', '', { zh: ' 公斤', en: ' kg' }),
      about(said(body, 'dgClass'), '危险货物 {} 类', 'dangerous goods class {}'),
      when(body, 'empty', '空箱', 'empty'),
    ),
}
