/** Readings of sensors. */
import { type EvidenceKind, field, numberOf, ratio } from './model.ts'

/**
 * Standard deviations above background. Counts of a steady source are Poisson distributed, so their deviation is the root of
 * the mean (Knoll, Radiation Detection and Measurement, 4th ed. 2010, ch. 3). Assumes value and background count the same time.
 */
const sigmasAbove = (value: number | null, background: number | null): number | null =>
  value === null || background === null || background <= 0 ? null : (value - background) / Math.sqrt(background)

export const sensor: EvidenceKind = {
  kind: 'sensor',
  zh: '监测读数',
  en: 'sensor reading',
  fields: {
    sensorType: field('code', '监测类型', 'Type of sensor', {
      required: true,
      codes: {
        rpm: { zh: '通道式辐射监测', en: 'radiation portal' },
        handheld: { zh: '手持核素识别仪', en: 'handheld identifier' },
        gas: { zh: '气体', en: 'gas' },
        temperature: { zh: '温度', en: 'temperature' },
        thermal: { zh: '热像', en: 'thermal camera' },
        co2: { zh: '二氧化碳', en: 'carbon dioxide' },
        ais: { zh: 'AIS', en: 'AIS' },
        radar: { zh: '雷达', en: 'radar' },
        satellite: { zh: '卫星', en: 'satellite' },
        vector_trap: { zh: '病媒诱捕', en: 'vector trap' },
        wastewater: { zh: '污水', en: 'waste water' },
        water: { zh: '水质', en: 'water' },
        weather: { zh: '气象', en: 'weather' },
        cctv: { zh: '视频', en: 'camera' },
        ot: { zh: '工控', en: 'control system' },
      },
    }),
    sensor: field('code', '设备', 'Sensor'),
    quantity: field('code', '量', 'Quantity', {
      codes: {
        counts: { zh: '计数', en: 'counts' },
        dose_rate: { zh: '剂量率', en: 'dose rate' },
        concentration: { zh: '浓度', en: 'concentration' },
        temperature: { zh: '温度', en: 'temperature' },
        rise: { zh: '温升', en: 'rise of temperature' },
        smoke: { zh: '烟雾', en: 'smoke' },
        position_jump: { zh: '位置跳变', en: 'position jump' },
        dark_minutes: { zh: '信号中断（分钟）', en: 'minutes without signal' },
        small_craft: { zh: '夜间小艇', en: 'small craft at night' },
        drone: { zh: '低空目标', en: 'low flying object' },
        intrusion: { zh: '周界闯入', en: 'perimeter intrusion' },
        loitering: { zh: '海缆区停留', en: 'loitering over a cable' },
        ship_to_ship: { zh: '海上过驳', en: 'ship-to-ship transfer' },
        unattended_object: { zh: '遗留物', en: 'unattended object' },
        oil_film: { zh: '油膜', en: 'oil film' },
        vectors: { zh: '捕获病媒数', en: 'vectors caught' },
        pathogen: { zh: '病原核酸', en: 'pathogen nucleic acid' },
        wind: { zh: '风速', en: 'wind speed' },
        yard_use: { zh: '堆场利用率', en: 'yard utilisation' },
        diversions: { zh: '绕行船舶数', en: 'ships diverted' },
        command: { zh: '异常指令', en: 'abnormal command' },
        gnss_error: { zh: '卫星定位偏差', en: 'satellite positioning error' },
      },
    }),
    value: field('number', '读数', 'Value'),
    unit: field('code', '单位', 'Unit'),
    threshold: field('number', '报警阈值', 'Alarm threshold'),
    background: field('number', '本底', 'Background'),
    alarm: field('boolean', '报警', 'Alarm', { required: true }),
    isotope: field('code', '核素', 'Isotope'),
    location: field('text', '位置', 'Location'),
    container: field('code', '箱号', 'Container'),
    imo: field('code', 'IMO 编号', 'IMO number'),
    mmsi: field('code', 'MMSI', 'MMSI'),
    ratioToThreshold: field('number', '读数与阈值之比', 'Value over threshold'),
    ratioToBackground: field('number', '读数与本底之比', 'Value over background'),
    sigmaAboveBackground: field('number', '高出本底的标准差数', 'Standard deviations above background'),
  },
  derive: (record) => {
    const value = numberOf(record, 'value')
    const background = numberOf(record, 'background')
    return {
      ratioToThreshold: ratio(value, numberOf(record, 'threshold')),
      ratioToBackground: ratio(value, background),
      sigmaAboveBackground: sigmasAbove(value, background),
    }
  },
}
