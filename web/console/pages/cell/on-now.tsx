import type { OnDuty } from '../../../../src/engine/coordination/roster/model.ts'
import { DataList, EmptyState, PortTime, Row, Section, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { text } from './roster-text.ts'

/** Name, post and number of everybody who is on; the number is the thing to press. */
export const OnNow = ({ rows }: { rows: readonly OnDuty[] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('onNow')} finding={rows.length > 0 ? t('onNowCount', { count: rows.length }) : undefined}>
      <DataList
        label={t('onNow')}
        rows={rows}
        rowKey={(row) => `${row.roster.id} ${row.line}`}
        empty={<EmptyState>{t('nobodyOn')}</EmptyState>}
      >
        {(row) => (
          <Row
            title={
              <>
                {b(row.person.name)} {row.mine && <Tag kind="on">{t('mine')}</Tag>}
              </>
            }
            end={<Contact person={row.person} />}
            meta={
              <span className="ell">
                {shortName(b(row.person.agency))} {row.line}
              </span>
            }
            endMeta={
              <>
                {row.shift} <Until at={row.endsAt} />
              </>
            }
          />
        )}
      </DataList>
    </Section>
  )
}

const Until = ({ at }: { at: string }) => {
  const t = useText(text)
  // The words stand around a time that has its own element.
  const [before, after] = t('until', { at: '|' }).split('|')
  return (
    <>
      {before}
      <PortTime at={at} />
      {after}
    </>
  )
}

/** A number can be pressed on a phone. */
export const Contact = ({ person }: { person: OnDuty['person'] }) => {
  const digits = person.reach === 'phone' ? person.contact.replace(/[^+\d]/g, '') : ''
  return digits.length >= 3 ? <a href={`tel:${digits}`}>{person.contact}</a> : <span>{person.contact}</span>
}
