import type { Signal } from '../../../../src/actions/signals/model.ts'
import { EmptyState, Section, Seen, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

type Props = { signal: Signal }

/** Traffic Light Protocol 2.0, as it is written. */
const TLP: Record<string, string> = {
  red: 'TLP:RED',
  amber_strict: 'TLP:AMBER+STRICT',
  amber: 'TLP:AMBER',
  green: 'TLP:GREEN',
  clear: 'TLP:CLEAR',
}

export const Marking = ({ signal: { marking } }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  if (!marking)
    return (
      <Section title={t('marking')}>
        <EmptyState>{t('markingNone')}</EmptyState>
      </Section>
    )
  return (
    <Section title={t('marking')}>
      <div className="tg-marks">
        {marking.owner && <Tag kind="law">{t('owner', { name: b(marking.owner) })}</Tag>}
        {marking.dataClass && <Tag kind="law">{b(marking.dataClass)}</Tag>}
        {marking.tlp && <Tag kind="law">{TLP[marking.tlp] ?? marking.tlp}</Tag>}
        {marking.purposeLock && <Tag>{t('purposeOnly', { name: b(marking.purposeLock) })}</Tag>}
      </div>
      {marking.isMeet && <p className="tg-note">{t('meet')}</p>}
    </Section>
  )
}

/** Agencies that see the record. Parts have audiences of their own, so with parts only the basics are claimed. */
export const SeenBy = ({ signal: { marking, parts } }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  if (!marking || marking.seenBy.length === 0) return null
  const whole = parts.length === 0
  const rows = marking.seenBy.map((agency) => ({
    id: agency.id,
    name: b(agency),
    share: whole || agency.id === marking.owner?.id ? 4 : 1,
    atLeast: true,
    words: whole || agency.id === marking.owner?.id ? t('seesRecord') : t('seesBasics'),
  }))
  const count = marking.seenBy.length
  return (
    <Section title={t('seen')} finding={t(marking.full ? 'seenFull' : 'seenPartly', { count })}>
      <Seen rows={rows} />
      {!whole && <p className="tg-note">{t('seesParts')}</p>}
    </Section>
  )
}
