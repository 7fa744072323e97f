/**
 * The words that a page shows, and which of them do not belong there: English in a Chinese page but for proper names and
 * codes, Chinese in an English page but for what people wrote, and in both whatever a machine calls a thing.
 */
import type { Page } from 'playwright-core'
import type { Language } from './pages.ts'

/** Texts and spoken names that a reader meets, each once. Codes, keys of the keyboard and what is marked with its own language are left out. */
const wordsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = new Set<string>()
    const left = 'code, pre, kbd, script, style, noscript, .tg-id, [lang]:not(html)'
    const isShown = (element: Element) => element.checkVisibility({ checkVisibilityCSS: true })
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const words = node.textContent?.trim() ?? ''
      if (words !== '' && parent && !parent.closest(left) && isShown(parent)) found.add(words)
    }
    for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (element.closest(left) || !isShown(element)) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
        const words = element.getAttribute(name)?.trim()
        if (words) found.add(words)
      }
    }
    found.add(document.title)
    return [...found]
  })

/** What Chinese officers write in Latin letters too: proper names, codes of international lists, formats of files. */
const LATIN = [
  // A traffic light, before its colour looks like a port of call; variables of the environment.
  /TLP:[A-Z+]+|\bTONGGUAN_[A-Z]+\b/g,
  // Laws by their identifiers in the law table, appendices by their number, organisations by their name.
  /\b(?:CN|INT)-[A-Z\d]+(?:-[A-Z\d]+)*\b|\b[IVX]+\b|\b(?:SPAR|JEE|WCO|WOAH|IAEA|WTO|SPS|FATF)\b|\bePhyto\b/g,
  // What people and machines gave as names: files, columns of a file, sign-in names, addresses, tokens of persons.
  /\b[\w.-]+\.(?:csv|xlsx|png)\b|\bdemo\.[a-z]+\b|\bledger\.tongguan\.local\/live\b|\bP-[\w-]{16,}|\bli\.na\b/g,
  /\bHS\b|\bhs\b|\bHFC\b|\bCITES\b|\bIMDG\b|\bIATA\b|\bAPI\b|\bQR\b|\bWHO\b|\bIHR\b/g,
  /\bUN\/CEFACT\b|\bAIS\b|\bIMO\b|\bMMSI\b|\bCVSS\b|\bGNSS\b|\bISPM\b|\bRS-G-[\d.]+|\bCXS\b|\bISO\b|\bIEC\b|\bGB(?:\/T)?\b/g,
  /\bCSV\b|\bTXT\b|\bPDF\b|\bJSON\b|\bDOCX\b|\bXLSX\b|\bPNG\b|\bGBK\b|\bUTF-8\b|\b(?:K|M)iB\b|\bSHA-256\b|\bC2SP\b|\btlog\b/g,
  // Numbers of ships, containers and places, their standards, and numbers that the platform gave.
  /\b(?:IMO|MMSI|ISO|ISPS|ITU-R|GB|UN\/LOCODE)\b|\b[A-Z]{4}\d{7}\b|\bR\d{8}-[0-9A-Z]{6}\b/g,
  // Signals by the number of their source, sensors, nuclides, units, ports of call by their five letters.
  /\b[A-Z]{2}\d{6}-\d+\b|\bRPM-\d+\b|\bK-40\b|\bcps\b|\bppm\b|\b(?:[A-Z]{5} )*[A-Z]{5}\b(?=$| ·)/g,
  // A key as it is printed on keyboards, the beginning of an address.
  /\bEsc\b|\bCtrl\b|\bhttps:\/\//g,
  // A country, a customs code, a grade, a duty or deadline of the law table, a release.
  /\bDM-(?:CN|INT)-\d+\b|\bDL-\d+\b|\b[A-Z]{2}\b|\b[A-F][1-6]\b|\b[A-Z]\d*\b|\bUTC\b|\bGMT\b/g,
]
/** Columns of the file and its lines, as they came. */
const AS_IT_CAME =
  /Fraud|Critical Fraud|^\d{8},|^PA-\d+,|^IMO number$|^(?:Date|HS6 Code|Net Mass|Country of Departure)$/

/** Written by people, so in their language whatever the page's. */
const WRITTEN =
  /预警（|请按职责|已封存并取样|三号堆场|李娜|中国海关|值班长|联络员|白班|夜班|联合值守|海关值班|内线|口岸办三楼|夜间引航|请各单位|三号泊位|送修|值班室钥匙|对讲机|值班手机|应急包|演示星|海泰 轮|有人在网上|候船厅有人|有柴油味|海岳号|海鸿号|同一船舶|同一货主|周边二百米|Declaration of health: |发热、皮疹|登革热|疫情周报|诱捕|媒介检查|病例翻倍|绕道申报|^Sheets that were not read|^Columns that the mapping leaves|现场检测|冷藏箱|供电|木质包装|送检样品/

/** Names that only a machine has: identifiers, keys of dictionaries, places that were not filled in. */
const MACHINE =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z_]+\.[a-z]|\b(?:bio|ecology|economic|social|cyber|nuclear)\.[a-z_]+|\{\w+\}|\bundefined\b|\bNaN\b|\[object |\bnull\b|\b[a-z]+[A-Z][a-z]+[A-Z]?\w*\b/

const strange = (words: string, language: Language): boolean => {
  if (AS_IT_CAME.test(words)) return false
  // What somebody typed or sent is quoted.
  const own = LATIN.reduce((left, known) => left.replaceAll(known, ''), words.replaceAll(/“[^”]*”/g, ''))
  if (MACHINE.test(own)) return true
  return language === 'en' ? /[\u3400-\u9fff]/.test(own) && !WRITTEN.test(own) : /[A-Za-z]{2,}/.test(own)
}

/** Words of this page that a reader of this language should not meet. Empty is good. */
export const strangeWords = async (page: Page, language: Language): Promise<string[]> =>
  (await wordsOf(page)).filter((words) => strange(words, language))
