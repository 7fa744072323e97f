/**
 * Maritime declarations of health. Numbers of ill and dead are of a conveyance. Where somebody lies (cabins) is about a
 * person and is not in the catalogue; symptoms are read as words of the conveyance's declaration, in the health part.
 */
import { countriesOf, type EvidenceKind, field, numberOf, ratio } from './model.ts'

const health = { part: 'health' }

export const healthDeclaration: EvidenceKind = {
  kind: 'health_declaration',
  zh: '海事健康申报',
  en: 'maritime declaration of health',
  fields: {
    imo: field('code', 'IMO 编号', 'IMO number'),
    flight: field('code', '航班', 'Flight'),
    lastPorts: field('list', '此前挂靠港', 'Last ports of call'),
    lastCountries: field('list', '此前挂靠国', 'Countries of last ports'),
    personsAboard: field('number', '在船人数', 'Number aboard'),
    ill: field('number', '患病人数', 'Number ill', { required: true }),
    illShare: field('number', '患病比例', 'Share ill'),
    deaths: field('number', '死亡人数', 'Number of deaths', { required: true }),
    affectedArea: field('boolean', '来自受染地区', 'From an affected area', { required: true }),
    rash: field('boolean', '有皮疹', 'Rash'),
    fever: field('boolean', '有发热', 'Fever'),
    sanitationCertificate: field('code', '船舶卫生证书', 'Ship sanitation certificate', {
      codes: {
        valid: { zh: '有效', en: 'valid' },
        expired: { zh: '过期', en: 'expired' },
        none: { zh: '无', en: 'none' },
        exempt: { zh: '免予卫生控制', en: 'exemption' },
      },
    }),
    vectorsSeen: field('boolean', '发现病媒', 'Vectors seen'),
    animalsIll: field('boolean', '动物患病', 'Animals ill'),
    symptoms: field('text', '症状', 'Symptoms', health),
    isolationNeeded: field('boolean', '需要隔离', 'Isolation needed', health),
  },
  derive: (record) => ({
    lastCountries: countriesOf(record, 'lastPorts'),
    illShare: ratio(numberOf(record, 'ill'), numberOf(record, 'personsAboard')),
  }),
}
