/** One reading of a device: what it measured, against what it compares, whether it alarmed. Readings may be below zero. */
import { column, type Words } from './column.ts'
import { container, imo, location, mmsi, vessel } from './common-columns.ts'
import type { Kind } from './kind.ts'
import { about, dotted, figure, headed, said, subjectOf, when } from './phrases.ts'

const TYPES: Words = {
  rpm: { zh: '门式辐射监测', en: 'radiation portal monitor' },
  handheld: { zh: '手持辐射仪', en: 'hand-held radiation detector' },
  gas: { zh: '气体', en: 'gas' },
  temperature: { zh: '温度', en: 'temperature' },
  thermal: { zh: '热成像', en: 'thermal imaging' },
  co2: { zh: '二氧化碳', en: 'carbon dioxide' },
  ais: { zh: '船舶自动识别', en: 'AIS' },
  radar: { zh: '雷达', en: 'radar' },
  satellite: { zh: '卫星', en: 'satellite' },
  vector_trap: { zh: '媒介诱捕', en: 'vector trap' },
  wastewater: { zh: '污水', en: 'waste water' },
  water: { zh: '水质', en: 'water' },
  weather: { zh: '气象', en: 'weather' },
  cctv: { zh: '视频', en: 'video' },
  ot: { zh: '作业设备', en: 'operational technology' },
}

const LOWEST = -1e12

export const SENSOR: Kind = {
  id: 'sensor',
  zh: '监测读数',
  en: 'sensor reading',
  number: { zh: '读数编号', en: 'Reading number', names: ['reading no'] },
  personsIn: 'party',
  columns: [
    column('sensor', 'code', {
      zh: '设备编号',
      en: 'Sensor',
      required: true,
      names: ['传感器', 'sensor id', 'device'],
      group: 'measure',
      subject: 'sensor',
    }),
    column('sensorType', 'choice', {
      zh: '设备类型',
      en: 'Type of sensor',
      required: true,
      names: ['类型', 'sensor type'],
      values: TYPES,
      group: 'measure',
    }),
    column('quantity', 'code', { zh: '监测项', en: 'Quantity', names: ['测量项'], group: 'measure' }),
    column('value', 'number', { zh: '读数', en: 'Value', names: ['数值'], min: LOWEST, group: 'measure' }),
    column('unit', 'text', { zh: '单位', en: 'Unit', names: ['计量单位'], longest: 24, group: 'measure' }),
    column('threshold', 'number', { zh: '阈值', en: 'Threshold', min: LOWEST, group: 'measure' }),
    column('background', 'number', { zh: '本底', en: 'Background', min: LOWEST, group: 'measure' }),
    column('alarm', 'boolean', { zh: '报警', en: 'Alarm', group: 'measure' }),
    column('isotope', 'code', { zh: '核素', en: 'Isotope', group: 'measure' }),
    location(),
    container(),
    vessel(),
    imo(),
    mmsi(),
  ],
  oneOf: [['value', 'alarm']],
  title: (body) =>
    headed(
      '监测',
      'Sensor',
      said(body, 'sensorType', TYPES),
      when(body, 'alarm', '报警', 'alarm'),
      figure(body, 'value', '', '', { zh: body.unit ? ` ${body.unit}` : '', en: body.unit ? ` ${body.unit}` : '' }),
    ),
  detail: (body) =>
    dotted(
      about(said(body, 'sensor'), '设备 {}', 'device {}'),
      figure(body, 'threshold', '阈值 ', 'threshold '),
      figure(body, 'background', '本底 ', 'background '),
      said(body, 'isotope'),
      said(body, 'location'),
      subjectOf(body),
    ),
}
