import type { ReactNode } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Table } from '../../../../src/actions/rules/model.ts'
import {
  Action,
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Loading,
  Page,
  Segments,
  Tag,
  toProblem,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { get, post, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Differences } from './differences.tsx'
import { Rules } from './rules.tsx'
import { Side } from './side.tsx'
import { text } from './text.ts'
import { Trial } from './trial.tsx'
import { useTable } from './use-rules.ts'
import { useFreshSteps } from './use-save.ts'
import './rules.css'

/** Analyst: what does this version say, what does it change, what would it have done? */
const TablePage = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('rules.read')
  const { id = '' } = useParams()
  if (right === true) return <One key={id} id={id} />
  return (
    <Page title={t('title')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default TablePage

const One = ({ id }: { id: string }) => {
  const t = useText(text)
  const query = useTable(id)
  if (query.data) return <Shown table={query.data} />
  return (
    <Page title={t('title')}>
      {query.error ? (
        <>
          <ErrorState
            error={query.error}
            onRetry={query.error.code === 'not_found' ? undefined : () => void query.refetch()}
          />
          <p className="tg-rules-note">
            <Link to="/rules">{t('toList')}</Link>
          </p>
        </>
      ) : (
        <Loading />
      )}
    </Page>
  )
}

const Shown = ({ table }: { table: Table }) => {
  const t = useText(text)
  const b = useBilingual()
  const [view] = useAddress('view', 'rules')
  useFreshSteps(table.id)
  const views: Record<string, ReactNode> = {
    rules: <Rules table={table} />,
    preview: <Trial table={table} />,
    diff: <Differences table={table} />,
  }
  return (
    <div className="tg-rules">
      <Page
        title={t('titleOf', { kind: b(table.kind), version: table.version })}
        finding={
          <>
            <Tag {...(table.phase === 'in_force' ? { kind: 'on' as const } : {})}>{t(`phase_${table.phase}`)}</Tag>{' '}
            {t('rulesCount', { count: table.rules })}
            {t('comma')}
            {t(table.hitPolicy)}
          </>
        }
        actions={<Actions table={table} />}
        below={
          <div className="tg-rules-views">
            <Segments
              name="view"
              label={t('views')}
              options={[
                { value: 'rules', label: t('viewRules') },
                { value: 'preview', label: t('viewPreview') },
                { value: 'diff', label: t('viewDiff') },
              ]}
            />
            <Link to="/rules">{t('toList')}</Link>
          </div>
        }
      >
        <Columns template="minmax(0, 1fr) 320px">
          <Column>{views[view] ?? views['rules']}</Column>
          <Column>
            <Side table={table} />
          </Column>
        </Columns>
      </Page>
    </div>
  )
}

const KEEP_MS = 60_000

const save = (name: string, content: unknown): void => {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(content, null, 1)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}

const Actions = ({ table }: { table: Table }) => {
  const t = useText(text)
  const navigate = useNavigate()
  const draft = useAct((from: string, idempotencyKey) => post<{ id: string }>('/rules', { from }, { idempotencyKey }))
  const file = useAct((id: string) => get<unknown>(`/rules/${id}/export`))
  const start = async () => {
    const done = await draft.run(table.id)
    if (done) void navigate(`/rules/${done.answer.id}`)
  }
  const keep = async () => {
    const done = await file.run(table.id)
    if (done) save(`${table.kind.id}.v${table.version}.json`, done.answer)
  }
  const problem = draft.problem ?? file.problem
  return (
    <>
      {problem && <ErrorState error={toProblem(problem)} />}
      <Action busy={file.busy} onClick={() => void keep()}>
        {t('export')}
      </Action>
      <Action
        allowed={table.can.draft}
        primary={table.phase === 'in_force'}
        busy={draft.busy}
        reasonAt="below"
        onClick={() => void start()}
      >
        {t('draftFrom')}
      </Action>
    </>
  )
}
