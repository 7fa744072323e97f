import type { Warning } from '../../../../src/actions/warn/model.ts'
import { EmptyState, Row, Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** What it came from and what came of it: only what the reader may see. */
export const WarningLinks = ({ links }: { links: Warning['links'] }) => {
  const t = useText(text)
  const b = useBilingual()
  const count = links.signals.length + links.incidents.length
  return (
    <Section title={t('links')} finding={count > 0 ? t('linksFinding', { count }) : undefined}>
      {count === 0 ? (
        <EmptyState>{t('linksNone')}</EmptyState>
      ) : (
        <ul className="tg-list">
          {links.signals.map((signal) => (
            <li key={signal.id}>
              <Row lead={t('signal')} title={b(signal.title)} to={`/signals/${signal.id}`} />
            </li>
          ))}
          {links.incidents.map((incident) => (
            <li key={incident.id}>
              <Row
                lead={t('incident')}
                title={incident.title}
                meta={<span>{incident.no}</span>}
                to={`/incidents/${incident.id}`}
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
