/** A compound assessment in words: one sentence, and what would change it, in both languages. Pure. */
import type { Bilingual } from '../../base/public.ts'
import type { Interaction, Level } from '../../methods/risk/public.ts'
import type { CompoundResult, FactorResult } from './decide.ts'

export const levelWords = (level: Level): Bilingual =>
  level === null
    ? { zh: '未知', en: 'unknown' }
    : [
        { zh: '未见风险', en: 'nothing found' },
        { zh: '低', en: 'low' },
        { zh: '中', en: 'medium' },
        { zh: '高', en: 'high' },
      ][level]!

const percent = (p: number): string => `${Math.round(p * 100)}%`

const ageWords = (hours: number): Bilingual => {
  if (hours < 1) return { zh: '1 小时内', en: 'within the hour' }
  const whole = Math.round(hours)
  if (whole < 48) return { zh: `${whole} 小时前`, en: `${whole} h old` }
  return { zh: `${Math.round(hours / 24)} 天前`, en: `${Math.round(hours / 24)} days old` }
}

const sideWords = (side: Interaction['a'], factor: FactorResult): Bilingual => {
  const level = levelWords(factor.level)
  const age = ageWords(factor.ageHours)
  return {
    zh: `${side.zh}（${level.zh}，${age.zh}）`,
    en: `${side.en} (${level.en}, ${age.en})`,
  }
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const sentenceOf = (
  interaction: Interaction,
  likelihood: readonly [number, number, number],
  result: CompoundResult,
): Bilingual => {
  const a = sideWords(interaction.a, result.a)
  const b = sideWords(interaction.b, result.b)
  const [low, usual, high] = likelihood.map(percent)
  return {
    zh: `${a.zh}与${b.zh}同在：${interaction.whyZh}。可能性约 ${usual}（${low} 至 ${high}），互不影响时为 ${percent(result.independent)}。`,
    en: `${upper(a.en)} together with ${b.en}: ${interaction.whyEn.charAt(0).toLowerCase()}${interaction.whyEn.slice(1)}. Likelihood about ${usual} (${low} to ${high}); ${percent(result.independent)} if neither affected the other.`,
  }
}

/** What lowers or raises the level, most useful first; where nothing of that would, it says so. */
export const sensitivityWords = (
  interaction: Interaction,
  level: Level,
  { sensitivity: it }: CompoundResult,
): Bilingual => {
  const parts: Bilingual[] = []
  const say = (to: Level, zh: string, en: string): void => {
    if (to === level) return
    const words = levelWords(to)
    parts.push({ zh: `${zh}，变为${words.zh}`, en: `${en}: ${words.en}` })
  }
  say(it.aExplained, `若“${interaction.a.zh}”查清无事`, `if the ${interaction.a.en} is explained`)
  say(it.bExplained, `若“${interaction.b.zh}”查清无事`, `if the ${interaction.b.en} is explained`)
  say(it.aHigher, `若“${interaction.a.zh}”再升一级`, `if the ${interaction.a.en} rises a step`)
  say(it.bHigher, `若“${interaction.b.zh}”再升一级`, `if the ${interaction.b.en} rises a step`)
  if (level !== null) say(it.withoutUplift, '若两者互不影响', 'if neither affects the other')
  if (it.falls)
    say(it.falls.level, `再过 ${it.falls.hours} 小时没有新依据`, `after ${it.falls.hours} h without new evidence`)
  return parts.length === 0
    ? { zh: '任一单项变化都不改变等级。', en: 'No single change would alter the level.' }
    : { zh: `${parts.map((one) => one.zh).join('；')}。`, en: `${upper(parts.map((one) => one.en).join('; '))}.` }
}
