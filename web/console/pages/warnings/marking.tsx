import type { MarkingView } from '../../../../src/engine/sharing/model.ts'
import { EmptyState, Section, Seen, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Traffic Light Protocol 2.0, as it is written. */
const TLP: Record<string, string> = {
  red: 'TLP:RED',
  amber_strict: 'TLP:AMBER+STRICT',
  amber: 'TLP:AMBER',
  green: 'TLP:GREEN',
  clear: 'TLP:CLEAR',
}

/** How a record is marked, and which agencies see it. */
export const MarkingSections = ({ marking }: { marking: MarkingView | null }) => {
  const t = useText(text)
  const b = useBilingual()
  if (!marking)
    return (
      <Section title={t('marking')}>
        <EmptyState>{t('markingNone')}</EmptyState>
      </Section>
    )
  const { owner, dataClass, tlp, purposeLock, isMeet, seenBy, full } = marking
  return (
    <>
      <Section title={t('marking')}>
        <div className="tg-warning-marks">
          {owner && <Tag kind="law">{t('owner', { name: b(owner) })}</Tag>}
          {dataClass && <Tag kind="law">{b(dataClass)}</Tag>}
          {tlp && <Tag kind="law">{TLP[tlp] ?? tlp}</Tag>}
          {purposeLock && <Tag>{t('purposeOnly', { name: b(purposeLock) })}</Tag>}
        </div>
        <div className="tg-warning-note">
          {isMeet && <p>{t('meet')}</p>}
          <p>{t('recorded')}</p>
        </div>
      </Section>
      {seenBy.length > 0 && (
        <Section title={t('seen')} finding={t(full ? 'seenFull' : 'seenPartly', { count: seenBy.length })}>
          <div className="tg-warning-seen">
            <Seen rows={seenBy.map((agency) => ({ id: agency.id, name: b(agency), share: 4 }))} />
          </div>
        </Section>
      )}
    </>
  )
}
