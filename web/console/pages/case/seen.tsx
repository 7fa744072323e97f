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

/**
 * Agencies that see the record. How much each sees is told to the owner only, and only as far as it is certain: parts have
 * audiences of their own. Whoever else looks learns neither that there are parts nor who sees them.
 */
export const SeenBy = ({ signal: { marking, parts } }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  if (!marking || marking.seenBy.length === 0) return null
  const { full, owner, seenBy } = marking
  const inParts = full && parts.length > 0
  const rows = seenBy.map((agency) => {
    const all = full && (parts.length === 0 || agency.id === owner?.id)
    return {
      id: agency.id,
      name: b(agency),
      share: all ? 4 : 1,
      atLeast: true,
      words: t(all ? 'seesRecord' : inParts ? 'seesBasics' : 'seesThis'),
    }
  })
  return (
    <Section title={t('seen')} finding={t(full ? 'seenFull' : 'seenPartly', { count: seenBy.length })}>
      <Seen rows={rows} />
      {inParts && <p className="tg-note">{t('seesParts')}</p>}
    </Section>
  )
}
