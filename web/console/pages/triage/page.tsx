import { useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { GroupCount, GroupRow } from '../../../../src/actions/triage/model.ts'
import { DataList, EmptyState, Loaded, NewRows, Page, useBilingual, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Filters } from './filters.tsx'
import { GroupLine } from './group-line.tsx'
import { focusAfter, focusedGroup, type TriageKey, useTriageKeys } from './keys.ts'
import { GroupPanel } from './panel.tsx'
import { text } from './text.ts'
import {
  type Decision,
  decideAbout,
  type Filter,
  PAGE_ROWS,
  type Ref,
  refOf,
  useFilter,
  useGroupCount,
  useGroups,
  type Verb,
} from './use-triage.ts'
import { VerbBar } from './verbs.tsx'
import '../signals/signals.css'
import './triage.css'

/** Duty officer: what needs a person now, and what do we do about each? */
const Triage = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('signals.read')
  const filter = useFilter()
  if (right === true) return <TriagePage key={JSON.stringify(filter)} filter={filter} />
  return (
    <Page title={t('title')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default Triage

const SAID = { assign: 'wasAssigned', snooze: 'wasSnoozed', dismiss: 'wasDismissed', attach: 'wasAttached' } as const

const TriagePage = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const [params, setParams] = useSearchParams()
  const groups = useGroups(filter)
  const count = useGroupCount(filter)
  const allowed = useRight('triage.work')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState<string>()
  const [form, setForm] = useState<Verb | null>(null)
  /** What was decided here: the rows stay where they are, in grey, until the list is read anew. */
  const [settled, setSettled] = useState<ReadonlyMap<string, string>>(new Map())
  const [done, setDone] = useState<readonly { words: string; groups: Ref[] }[]>([])
  const about = useRef<Ref[]>([])
  const act = useAct(decideAbout)
  const open = params.get('group') ?? ''
  const rows = groups.data ?? []

  const refs = (ids: Iterable<string>): Ref[] => {
    const wanted = new Set(ids)
    return rows.filter((row) => wanted.has(row.id)).map(refOf)
  }
  const single = current ?? (open === '' ? undefined : open)
  const targets = selected.size > 0 ? refs(selected) : single === undefined ? [] : refs([single])

  const close = () =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('group')
        return next
      },
      { replace: true },
    )
  const toggle = (id: string) =>
    setSelected((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const begin = (verb: Verb) => {
    if (verb === 'undo') return void undo()
    if (allowed !== true || targets.length === 0) return
    about.current = targets
    act.forget()
    setForm(verb)
  }
  const leave = () => {
    setForm(null)
    focusAfter(new Set())
  }
  const decide = async (decision: Exclude<Decision, { verb: 'undo' }>) => {
    const groupsOf = about.current
    if (!(await act.run({ decision, groups: groupsOf }))) return
    const words = t(decision.verb === 'assign' && decision.to === null ? 'wasReleased' : SAID[decision.verb])
    const ids = new Set(groupsOf.map((one) => one.id))
    setForm(null)
    setSelected(new Set())
    setSettled((before) => new Map([...before, ...[...ids].map((id): [string, string] => [id, words])]))
    if (decision.verb !== 'attach')
      setDone((before) => [...before, { words: t('done', { words, count: ids.size }), groups: groupsOf }])
    if (open !== '' && ids.has(open)) close()
    // After the bar has folded, so that the row is where it will stay.
    requestAnimationFrame(() => focusAfter(ids))
  }
  const undo = async () => {
    const last = done.at(-1)
    const groupsOf = last?.groups ?? targets
    if (groupsOf.length === 0 || allowed !== true) return
    if (!(await act.run({ decision: { verb: 'undo' }, groups: groupsOf }))) return
    setDone((before) => before.slice(0, -1))
    const ids = new Set(groupsOf.map((one) => one.id))
    setSettled((before) => new Map([...before].filter(([id]) => !ids.has(id))))
    void groups.refetch()
  }
  useTriageKeys((key: TriageKey) => {
    if (key === 'z') return void undo()
    if (key === 'x') {
      const id = focusedGroup()
      if (id !== undefined) toggle(id)
      return
    }
    begin(key === 'a' ? 'assign' : key === 's' ? 'snooze' : 'dismiss')
  })

  const finding = count && [
    count[filter.view] > 0 ? t('finding', { count: count[filter.view] }) : t('findingNone'),
    ...(filter.view === 'open' && count.signals > 0 ? [t('findingSignals', { count: count.signals })] : []),
  ]
  return (
    <div className={open === '' ? 'tg-triage' : 'tg-triage opened'}>
      <Page
        title={t('title')}
        finding={finding?.join(t('separator'))}
        actions={
          <Link to="/signals" className="tg-button">
            {t('singly')}
          </Link>
        }
        below={<Filters filter={filter} count={count} />}
      >
        <VerbBar
          count={targets.length}
          chosen={selected.size > 0}
          form={form}
          act={act}
          allowed={allowed}
          last={done.at(-1)?.words ?? null}
          onVerb={begin}
          onDecide={(decision) => decision.verb !== 'undo' && void decide(decision)}
          onCancel={leave}
          onClear={() => setSelected(new Set())}
        />
        <div className="tg-triage-body">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: only notes which row the keys chose; a press does not, since a bar that grows would move what is pressed */}
          <div
            className="list"
            onFocus={(event) => setCurrent(event.target.matches(':focus-visible') ? focusedGroup() : undefined)}
          >
            <Loaded query={groups}>
              {(data) => (
                <DataList
                  label={t('list')}
                  rows={data}
                  rowKey={(row) => row.id}
                  top={<Waiting count={groups.waiting} onShow={groups.show} />}
                  empty={<Empty filter={filter} />}
                  onMore={groups.onMore}
                  loadingMore={groups.loadingMore}
                >
                  {(row: GroupRow) => (
                    <GroupLine
                      row={row}
                      selected={selected.has(row.id)}
                      open={row.id === open}
                      settled={settled.get(row.id)}
                      onSelect={() => toggle(row.id)}
                    />
                  )}
                </DataList>
              )}
            </Loaded>
            <Earlier filter={filter} count={count} />
          </div>
          {open !== '' && <GroupPanel key={open} id={open} onClose={close} />}
        </div>
      </Page>
    </div>
  )
}

/** The heads of the columns; what is new waits in their place, so that no row moves. */
const Waiting = ({ count, onShow }: { count: number; onShow: () => void }) => {
  const t = useText(text)
  const words = count >= PAGE_ROWS ? t('newRowsMany', { count: PAGE_ROWS - 1 }) : t('newRows', { count })
  return (
    <div className="tg-strip">
      <div className="tg-triage-heads" aria-hidden="true">
        <span className="order">{t('urgentFirst')}</span>
        <span />
        <span>{t('headLevel')}</span>
        <span>{t('headWhat')}</span>
        <span className="r">{t('headCount')}</span>
        <span>{t('headState')}</span>
      </div>
      <NewRows count={count} words={words} onShow={onShow} />
    </div>
  )
}

/** What the chosen time leaves out is said, and a press away. */
const Earlier = ({ filter, count }: { filter: Filter; count: GroupCount | undefined }) => {
  const t = useText(text)
  const [params] = useSearchParams()
  const older = count && filter.view === 'open' && filter.when !== 'all' ? count.openEver - count.open : 0
  if (older <= 0) return null
  const to = new URLSearchParams(params)
  to.set('when', 'all')
  return (
    <p className="tg-triage-earlier">
      <Link to={`?${to}`}>{t('earlier', { count: older })}</Link>
    </p>
  )
}

const Empty = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const narrowed = [filter.kind, filter.domain, filter.level, filter.source, filter.q].some((value) => value !== '')
  if (narrowed)
    return <EmptyState action={<Link to="/triage">{t('clearFilters')}</Link>}>{t('emptyFiltered')}</EmptyState>
  const words = {
    open: t('emptyOpen'),
    unassigned: t('emptyOpen'),
    mine: t('emptyMine'),
    snoozed: t('emptySnoozed'),
    dismissed: t('emptyDismissed'),
  }[filter.view]
  return <EmptyState>{words}</EmptyState>
}
