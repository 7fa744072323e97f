import type { Table } from '../../../../src/actions/rules/model.ts'
import { EmptyState, Loaded, Section, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import { useDiff } from './use-rules.ts'

/** What this version changes, in words: for who approves it. */
export const Differences = ({ table }: { table: Table }) => {
  const t = useText(text)
  const b = useBilingual()
  const diff = useDiff(table.id, table.edit)
  const from = diff.data?.from
  return (
    <Section
      title={t('viewDiff')}
      finding={from && diff.data && t('diffFinding', { count: diff.data.rows.length, version: from.version })}
    >
      <Loaded query={diff}>
        {({ from: base, rows }) =>
          base === null ? (
            <EmptyState>{t('diffNoBase')}</EmptyState>
          ) : rows.length === 0 ? (
            <EmptyState>{t('diffNone', { version: base.version })}</EmptyState>
          ) : (
            <ul className="tg-list tg-rules-diff">
              {rows.map((row) => (
                <li key={`${row.what} ${row.title.en} ${row.lines[0]?.en}`}>
                  <Tag>{t(`what_${row.what}`)}</Tag>
                  <span>
                    {b(row.title)}
                    {row.lines.map((line) => (
                      <small key={line.en} className="i2">
                        {b(line)}
                      </small>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}
