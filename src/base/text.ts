/** Text in both languages of the product. Both are always filled, or both are empty. */
export type Bilingual = { zh: string; en: string }

export type Locale = 'zh' | 'en'
