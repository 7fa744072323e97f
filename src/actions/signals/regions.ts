/** Names of countries and regions of goods and ships, from the runtime's own data; texts of others are not shipped. */
import type { Bilingual } from '../../base/public.ts'

const zhNames = new Intl.DisplayNames('zh-CN', { type: 'region', fallback: 'code' })
const enNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })
/** As the code list of China Customs names them on a declaration. */
const ZH_REGION: Readonly<Record<string, string>> = {
  HK: '中国香港',
  MO: '中国澳门',
  TW: '中国台湾',
  ZZ: '未指明',
  GB: '英国',
}
const EN_REGION: Readonly<Record<string, string>> = { ZZ: 'not specified', HK: 'Hong Kong, China', MO: 'Macao, China' }

const regions = new Map<string, Bilingual>()

/** Name of a country or region on a declaration; the code itself where it is not assigned. */
export const regionName = (code: string): Bilingual => {
  let name = regions.get(code)
  if (!name) {
    let zh = code
    let en = code
    try {
      zh = ZH_REGION[code] ?? zhNames.of(code) ?? code
      en = EN_REGION[code] ?? enNames.of(code) ?? code
    } catch {
      // Not a region code that the runtime takes: the code stands for itself.
    }
    name = { zh, en }
    if (regions.size < 1000) regions.set(code, name)
  }
  return name
}
