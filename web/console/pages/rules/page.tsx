import { Input } from 'antd'
import { useDeferredValue } from 'react'
import type { KindList } from '../../../../src/actions/rules/model.ts'
import { EmptyState, Loaded, Page, Section, useAddress, useBilingual, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Found } from './found.tsx'
import { ImportTable } from './import-table.tsx'
import { Kinds } from './kinds.tsx'
import { text } from './text.ts'
import { useKinds } from './use-rules.ts'
import './rules.css'

/** Analyst: by which rules are signals judged, and what is about to change? */
const Rules = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('rules.read')
  if (right === true) return <All />
  return (
    <Page title={t('title')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default Rules

const All = () => {
  const t = useText(text)
  const kinds = useKinds()
  const [q, setQ] = useAddress('q')
  const asked = useDeferredValue(q.trim())
  return (
    <div className="tg-rules">
      <Page
        title={t('title')}
        finding={kinds.data && <Finding list={kinds.data} />}
        actions={
          <Input
            className="tg-rules-search"
            aria-label={t('search')}
            placeholder={t('searchHint')}
            value={q}
            maxLength={100}
            onChange={(event) => setQ(event.target.value)}
          />
        }
      >
        {asked !== '' ? (
          <Found q={asked} />
        ) : (
          <Loaded query={kinds}>
            {(list) => (
              <>
                <Section title={t('tables')} finding={t('tablesFinding')}>
                  <Kinds rows={list.rows} />
                </Section>
                <Section title={t('importTitle')}>
                  <ImportTable allowed={list.can.draft} />
                </Section>
                <p className="tg-rules-note i3">{t('whatItIs')}</p>
              </>
            )}
          </Loaded>
        )}
      </Page>
    </div>
  )
}

const Finding = ({ list }: { list: KindList }) => {
  const t = useText(text)
  const rules = list.rows.reduce((sum, row) => sum + (row.current?.rules ?? 0), 0)
  const waiting = list.rows.flatMap((row) => row.open).filter((one) => one.phase === 'proposed').length
  return (
    <>
      {t('finding', { kinds: list.rows.length, rules })}
      {waiting > 0 && <span className="st">{`${t('comma')}${t('waiting', { count: waiting })}`}</span>}
    </>
  )
}
