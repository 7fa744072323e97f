import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Signal } from '../../../../src/actions/signals/model.ts'
import {
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Loading,
  Page,
  type Problem,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { get, queryClient, useChanges, useRight } from '../../api/public.ts'
import { CompoundsOfSignal } from '../triage/on-case.tsx'
import { Domains } from './domains.tsx'
import { Evidence } from './evidence.tsx'
import { Flags } from './flags.tsx'
import { CaseHead } from './head.tsx'
import { Links, Record, Subjects, Versions } from './relations.tsx'
import { Marking, SeenBy } from './seen.tsx'
import { text } from './text.ts'
import { Sources, Unknowns, WhySection } from './why.tsx'
import './case.css'

/** While it is being assessed the page asks again this often. */
const WAIT_MS = 3_000

/** Analyst: what do we believe, on what evidence, how sure, what is missing? Each reading is recorded, so it is asked for sparingly. */
const Case = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('signals.read')
  const { id = '' } = useParams()
  if (right === true) return <OneCase key={id} id={id} />
  return (
    <Page title={t('title')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default Case

const OneCase = ({ id }: { id: string }) => {
  const t = useText(text)
  const queryKey = ['signals', 'case', id]
  const query = useQuery<Signal, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Signal>(`/signals/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data && state.data.assessment === null ? WAIT_MS : false),
  })
  useChanges(['signal', 'warning', 'incident'], (changes) => {
    // A correction of this signal is another signal; its arrival is seen here by the source's number only on the server.
    if (changes.some((change) => change.object === `signal/${id}` || !change.object.startsWith('signal/')))
      void queryClient.invalidateQueries({ queryKey })
  })
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {!query.error ? (
          <Loading />
        ) : query.error.code === 'not_found' ? (
          <>
            <ErrorState error={query.error} />
            <p className="tg-back">
              <Link to="/signals">{t('toList')}</Link>
            </p>
          </>
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Page>
    )
  const signal = query.data
  return (
    <div className="tg-case">
      <CaseHead signal={signal}>
        <Columns template="minmax(0, 5fr) minmax(0, 4fr) minmax(0, 3.4fr)">
          <Column>
            <WhySection assessment={signal.assessment} />
            <Domains assessment={signal.assessment} />
            <CompoundsOfSignal signalId={id} />
            <Unknowns assessment={signal.assessment} />
            <Sources assessment={signal.assessment} />
          </Column>
          <Column>
            <Flags signal={signal} />
            <Evidence signal={signal} />
          </Column>
          <Column>
            <Links signal={signal} />
            <Subjects signal={signal} />
            <Marking signal={signal} />
            <SeenBy signal={signal} />
            <Versions signal={signal} />
            <Record signal={signal} />
          </Column>
        </Columns>
      </CaseHead>
    </div>
  )
}
