import { type ReactNode, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { Warning } from '../../../../src/actions/warn/model.ts'
import {
  Column,
  Columns,
  ErrorState,
  fullTime,
  Level,
  Loading,
  Page,
  RelativeTime,
  Section,
  useBilingual,
  useLocale,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { Acknowledgements } from './acknowledgements.tsx'
import { ActForm } from './act-form.tsx'
import { BasisSection } from './basis.tsx'
import { WarningLinks } from './links.tsx'
import { MarkingSections } from './marking.tsx'
import { MineStrip } from './mine.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { useWord } from './use-reference.ts'
import { renewWarnings, useWarning } from './use-warnings.ts'
import { type Verb, Verbs } from './verbs.tsx'
import './warnings.css'

/** Duty officer: what is warned of, who knows, who has not acknowledged; acknowledge for one's own agency. */
const WarningPage = () => {
  const { id = '' } = useParams()
  return <OneWarning key={id} id={id} />
}

export default WarningPage

const OneWarning = ({ id }: { id: string }) => {
  const t = useText(text)
  const query = useWarning(id)
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  const warning = query.data
  return (
    <div className="tg-warning-one">
      <Head warning={warning}>
        <MineStrip warning={warning} />
        <Columns template="minmax(0, 5fr) minmax(0, 6fr) minmax(0, 4fr)">
          <Column>
            <Section title={t('body')}>
              <p className="tg-warning-body">{warning.body}</p>
            </Section>
            <BasisSection title={t('basis')} rows={warning.basis} />
          </Column>
          <Column>
            <Acknowledgements warning={warning} />
          </Column>
          <Column>
            <WarningLinks links={warning.links} />
            <MarkingSections marking={warning.marking} />
          </Column>
        </Columns>
      </Head>
    </div>
  )
}

const Head = ({ warning, children }: { warning: Warning; children: ReactNode }) => {
  const t = useText(text)
  const b = useBilingual()
  const place = useWord('places')
  const navigate = useNavigate()
  const [ending, setEnding] = useState(false)
  const end = useAct((reason: string, idempotencyKey) =>
    post(`/warnings/${warning.id}/end`, { reason }, { idempotencyKey }),
  )
  const submitEnd = async (reason: string) => {
    const done = await end.run(reason)
    if (done) setEnding(false)
    await renewWarnings()
  }
  const verbs: Verb[] =
    warning.state === 'ended'
      ? []
      : [
          {
            id: 'incident',
            label: t('openIncident'),
            allowed: warning.can.openIncident,
            onPress: () => void navigate(`/incidents/new?${new URLSearchParams({ warningId: warning.id })}`),
          },
          {
            id: 'end',
            label: t('end'),
            allowed: warning.can.end,
            open: ending,
            onPress: () => {
              setEnding(!ending)
              window.scrollTo({ top: 0 })
            },
          },
        ]
  return (
    <Page
      title={warning.title}
      lead={<Level level={warning.level} />}
      finding={warning.state === 'open' ? t('open') : <b>{t('ended')}</b>}
      actions={verbs.length > 0 && <Verbs atEnd verbs={verbs} />}
      below={
        <>
          <p className="tg-warning-facts">
            <span>
              {t('issuedBy', { agency: b(warning.issuedBy.agency) })} {b(warning.issuedBy.post)}
            </span>
            <span>
              <RelativeTime at={warning.issuedAt} />
            </span>
            <span>{b(warning.riskType)}</span>
            <span>{place(warning.place)}</span>
            <span>{t(warning.jurisdiction === 'CN' ? 'lawCN' : 'lawINT')}</span>
          </p>
          {warning.ended && <Ended ended={warning.ended} />}
          {ending && (
            <div className="tg-head-form">
              <ActForm
                name="reason"
                label={t('endLabel')}
                hint={t('endHint')}
                missing={t('endMissing')}
                maxLength={1000}
                submit={t('endSubmit')}
                act={end}
                onSubmit={(reason) => void submitEnd(reason)}
                onCancel={() => setEnding(false)}
              />
            </div>
          )}
        </>
      }
    >
      {children}
      {/* On a phone they stand at the end: what is asked of the reader comes first. */}
      {verbs.length > 0 && (
        <div className="tg-verbs-at-end">
          <Verbs verbs={verbs} />
        </div>
      )}
    </Page>
  )
}

const Ended = ({ ended }: { ended: NonNullable<Warning['ended']> }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const zone = usePortZone()
  return (
    <p className="tg-warning-ended">
      <b>{t('endedWhy', { reason: ended.reason })}</b>{' '}
      <small className="i3" title={fullTime(new Date(ended.at), zone, locale)}>
        {b(ended.post)} <RelativeTime at={ended.at} />
      </small>
    </p>
  )
}
