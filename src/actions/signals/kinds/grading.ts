/** The Admiralty code in words: how far the source is trusted, and how far what it says has been borne out. */
import type { Words } from './column.ts'

export const RELIABILITY_WORDS: Words = {
  A: { zh: '可靠', en: 'reliable' },
  B: { zh: '较可靠', en: 'usually reliable' },
  C: { zh: '尚可靠', en: 'fairly reliable' },
  D: { zh: '较不可靠', en: 'not usually reliable' },
  E: { zh: '不可靠', en: 'unreliable' },
  F: { zh: '无法判断', en: 'cannot be judged' },
}

export const CREDIBILITY_WORDS: Words = {
  1: { zh: '已证实', en: 'confirmed' },
  2: { zh: '很可能', en: 'probably true' },
  3: { zh: '可能', en: 'possibly true' },
  4: { zh: '存疑', en: 'doubtful' },
  5: { zh: '不大可能', en: 'improbable' },
  6: { zh: '无法判断', en: 'cannot be judged' },
}
