import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Table } from '../../../../src/actions/rules/model.ts'
import { PortTime, Row, Section, useBilingual, useText } from '../../../kit/public.ts'
import { Decisions } from './decisions.tsx'
import { Levels } from './levels.tsx'
import { text } from './text.ts'

/** What state it is in, who did what to it, what it takes for a level, which other versions there are. */
export const Side = ({ table }: { table: Table }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <>
      <State table={table} />
      <Levels table={table} />
      <Section title={t('versions')} finding={t('versionsFinding', { count: table.versions.length })}>
        <ul className="tg-list">
          {table.versions.map((one) => (
            <li key={one.id}>
              <Row
                title={t('versionNo', { version: one.version })}
                to={one.id === table.id ? undefined : `/rules/${one.id}`}
                selected={one.id === table.id}
                end={t(`phase_${one.phase}`)}
                meta={one.author === null ? t('sinceEver') : b(one.author.officer ?? one.author.agency)}
                endMeta={<PortTime at={one.changedAt} />}
              />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('basis')}>
        <p className="tg-rules-words i2">{b(table.note)}</p>
      </Section>
    </>
  )
}

const State = ({ table }: { table: Table }) => {
  const t = useText(text)
  const b = useBilingual()
  const who = (one: { officer: { zh: string; en: string } | null; agency: { zh: string; en: string } }) =>
    [b(one.agency), one.officer && b(one.officer)].filter(Boolean).join(' ')
  const { drafted, decided, retired } = table
  return (
    <Section title={t('state')} finding={t(`phase_${table.phase}`)}>
      <dl className="tg-rules-facts">
        {drafted ? (
          <Fact name={t('drafted')}>
            {who(drafted)} <PortTime at={drafted.at} />
          </Fact>
        ) : (
          <Fact name={t('drafted')}>{t('platform')}</Fact>
        )}
        {table.basedOn && (
          <Fact name={t('viewDiff')}>
            <Link to={`/rules/${table.id}?view=diff`}>{t('versionNo', { version: table.basedOn.version })}</Link>
          </Fact>
        )}
        {table.reason && <Fact name={t('reason')}>{table.reason}</Fact>}
        {table.proposedAt && table.phase !== 'draft' && (
          <Fact name={t('proposed')}>
            <PortTime at={table.proposedAt} />
          </Fact>
        )}
        {decided && (
          <Fact name={t(table.phase === 'draft' || table.phase === 'withdrawn' ? 'returnedBy' : 'approvedBy')}>
            {who(decided)} <PortTime at={decided.at} />
          </Fact>
        )}
        {decided?.note && <Fact name={t('note')}>{decided.note}</Fact>}
        {drafted && (table.effectiveFrom !== null || table.phase === 'proposed') && (
          <Fact name={t('effective')}>
            {table.effectiveFrom ? <PortTime at={table.effectiveFrom} /> : t('effectiveNow')}
          </Fact>
        )}
        {table.effectiveTo && (
          <Fact name={t('effectiveTo')}>
            <PortTime at={table.effectiveTo} />
          </Fact>
        )}
        {retired && (
          <Fact name={t('retiredBy')}>
            {who(retired)}
            {t('comma')}
            {retired.reason}
          </Fact>
        )}
      </dl>
      <Decisions table={table} />
    </Section>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
