import { Link } from 'react-router'
import { EmptyState, Loaded, Section, useBilingual, useText } from '../../../kit/public.ts'
import { RuleLine, RuleTable } from './rule-table.tsx'
import { text } from './text.ts'
import { useFoundRules } from './use-rules.ts'

/** Rules in force whose words hold what was asked for, each with its table. */
export const Found = ({ q }: { q: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const found = useFoundRules(q)
  return (
    <Section title={t('rules')} finding={found.data && t('found', { count: found.data.count })}>
      <Loaded query={found}>
        {({ rows, count }) =>
          rows.length === 0 ? (
            <EmptyState>{t('foundNone')}</EmptyState>
          ) : (
            <>
              <RuleTable>
                {rows.map(({ tableId, kind, rule }) => (
                  <RuleLine
                    key={`${tableId} ${rule.id}`}
                    rule={rule}
                    end={<Link to={`/rules/${tableId}`}>{b(kind)}</Link>}
                  />
                ))}
              </RuleTable>
              {count > rows.length && <p className="tg-rules-note i3">{t('foundMore', { count: rows.length })}</p>}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
