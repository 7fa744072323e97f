/** What the codes of a signal read like. Codes that a newer server adds are shown as they are, never dropped. */

import type { SignalRow } from '../../../../src/actions/signals/model.ts'
import { type Translate, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Terms come in lower case, as they stand in a sentence; in a list of choices they begin one. Chinese has no case. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

type T = Translate<(typeof text)['zh']>

const FLAGS = {
  late: 'late',
  clock_ahead: 'clockAhead',
  person_pattern: 'personPattern',
  container_check: 'containerCheck',
  imo_check: 'imoCheck',
  mmsi_check: 'mmsiCheck',
  organisation_check: 'organisationCheck',
} as const
const PLACES = ['sea', 'air', 'land', 'rail'] as const

export const flagWords = (flags: readonly string[], version: number, t: T): string[] => [
  ...(version > 1 ? [t('corrected', { version })] : []),
  ...flags.map((flag) => (flag in FLAGS ? t(FLAGS[flag as keyof typeof FLAGS]) : flag)),
]

export const placeWord = (place: string, t: T): string =>
  PLACES.some((known) => known === place) ? t(place as (typeof PLACES)[number]) : place

/** "海关 · 报关单系统 · 海港", without saying a name twice. */
export const useProvenance = (): ((row: Pick<SignalRow, 'source' | 'place'>) => string) => {
  const t = useText(text)
  const b = useBilingual()
  return ({ source, place }) => {
    const names = source ? [b(source.agency), b(source)] : [t('sourceUnknown')]
    return [...new Set([...names, placeWord(place, t)])].join(t('separator'))
  }
}
