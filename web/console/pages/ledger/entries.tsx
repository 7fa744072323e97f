import type { LedgerEntryView } from '../../../../src/app/ledger/model.ts'
import {
  CopyableId,
  DataList,
  EmptyState,
  Loaded,
  PortTime,
  Row,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import type { PagedList } from '../../api/public.ts'
import { text } from './text.ts'
import { GROUPS, useActFilter, useEntryAddress, useOpenEntry } from './use-filter.ts'
import { renewEntries, useHead } from './use-ledger.ts'

/** Wide enough for the proof to stand beside the list; else it opens above it. */
const beside = matchMedia('(min-width: 1200px)')

/** Newest first, held still: what came since is counted and waits. */
export const Entries = ({ entries }: { entries: PagedList<LedgerEntryView> }) => {
  const t = useText(text)
  const [act, setAct] = useActFilter()
  const open = useOpenEntry()
  return (
    <Section title={t('entries')} end={<ActFilter act={act} onChange={setAct} />}>
      <Loaded query={entries}>
        {(rows) => (
          <>
            <Newer newest={rows[0]?.seq} filtered={act !== ''} />
            <DataList
              label={t('entriesList')}
              rows={rows}
              rowKey={(row) => String(row.seq)}
              empty={
                act === '' ? (
                  <EmptyState>{t('entriesEmpty')}</EmptyState>
                ) : (
                  <EmptyState
                    action={
                      <button type="button" className="tg-button" onClick={() => setAct('')}>
                        {t('clearFilter')}
                      </button>
                    }
                  >
                    {t('entriesEmptyFilter')}
                  </EmptyState>
                )
              }
              onMore={entries.onMore}
              loadingMore={entries.loadingMore}
            >
              {(row) => <EntryRow entry={row} open={row.seq === open} />}
            </DataList>
          </>
        )}
      </Loaded>
    </Section>
  )
}

const ActFilter = ({ act, onChange }: { act: string; onChange: (act: string) => void }) => {
  const t = useText(text)
  const known = act === '' || GROUPS.some(([prefix]) => prefix === act)
  return (
    <select className="tg-pick" aria-label={t('act')} value={act} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('allActs')}</option>
      {!known && <option value={act}>{act}</option>}
      {GROUPS.map(([prefix, name]) => (
        <option key={prefix} value={prefix}>
          {t(name)}
        </option>
      ))}
    </select>
  )
}

/** Always there, so that nothing moves when entries come. Under a filter it is not known whether what came fits. */
const Newer = ({ newest, filtered }: { newest: number | undefined; filtered: boolean }) => {
  const t = useText(text)
  const { data } = useHead()
  const count = data === undefined || newest === undefined || filtered ? 0 : data.size - 1 - newest
  return (
    <div className="tg-newer">
      <small className="i3">{newest !== undefined && t('newest', { no: newest })}</small>
      <button type="button" onClick={renewEntries}>
        {count > 0 ? t('newer', { count }) : t('refresh')}
      </button>
    </div>
  )
}

const EntryRow = ({ entry, open }: { entry: LedgerEntryView; open: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const address = useEntryAddress()
  const who = useWho()
  const id = entry.object.slice(entry.object.indexOf('/') + 1)
  const isList = entry.object.startsWith('list/')
  return (
    <Row
      to={address(entry.seq)}
      selected={open}
      keepScroll={beside.matches}
      lead={<PortTime at={entry.at} />}
      title={b(entry.actTitle)}
      end={<small className="i3">{t('number', { no: entry.seq })}</small>}
      meta={
        <>
          <span className="ell">{who(entry.actor)}</span>
          {entry.basisTitle && <span className="ell">{t('basis', { words: b(entry.basisTitle) })}</span>}
        </>
      }
      endMeta={
        isList ? (
          t('records', { count: Number(id) })
        ) : (
          <>
            {b(entry.objectTitle)} <CopyableId id={id} name={t('objectId', { kind: b(entry.objectTitle) })} />
          </>
        )
      }
    />
  )
}

/** "严明 · 审计员 · 口岸办"; a clock has no officer. */
const useWho = (): ((actor: LedgerEntryView['actor']) => string) => {
  const t = useText(text)
  const b = useBilingual()
  return ({ officer, post, agency }) => {
    const words = [officer, post, agency].flatMap((name) => (name ? [b(name)] : []))
    return words.length === 0 ? t('unknownActor') : words.join(t('separator'))
  }
}
