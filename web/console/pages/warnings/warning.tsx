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
import { Timeline, Versions } from './course.tsx'
import { Lessons } from './lessons.tsx'
import { WarningLinks } from './links.tsx'
import { MarkingSections } from './marking.tsx'
import { MineStrip } from './mine.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { useWord } from './use-reference.ts'
import { renewWarnings, useWarning } from './use-warnings.ts'
import { type Verb, Verbs } from './verbs.tsx'
import './course.css'
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
            <Lessons warning={warning} />
            <Versions warning={warning} />
          </Column>
          <Column>
            <Acknowledgements warning={warning} />
            <Timeline warning={warning} />
          </Column>
          <Column>
            <WarningLinks links={warning.links} />
            <BasisSection title={t('basis')} rows={warning.basis} />
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
  const [open, setOpen] = useState<'end' | 'cancel' | null>(null)
  const act = useAct((input: { verb: 'end' | 'cancel'; reason: string }, idempotencyKey) =>
    post(`/warnings/${warning.id}/${input.verb}`, { reason: input.reason }, { idempotencyKey }),
  )
  const submit = async (verb: 'end' | 'cancel', reason: string) => {
    const done = await act.run({ verb, reason })
    if (done) setOpen(null)
    await renewWarnings()
  }
  const toggle = (verb: 'end' | 'cancel') => {
    act.forget()
    setOpen(open === verb ? null : verb)
    window.scrollTo({ top: 0 })
  }
  const verbs: Verb[] =
    warning.state !== 'open'
      ? []
      : [
          {
            id: 'incident',
            label: t('openIncident'),
            allowed: warning.can.openIncident,
            onPress: () => void navigate(`/incidents/new?${new URLSearchParams({ warningId: warning.id })}`),
          },
          {
            id: 'update',
            label: t('update'),
            allowed: warning.can.update,
            onPress: () => void navigate(`/warnings/${warning.id}/update`),
          },
          {
            id: 'cancel',
            label: t('cancelWarning'),
            allowed: warning.can.cancel,
            open: open === 'cancel',
            onPress: () => toggle('cancel'),
          },
          {
            id: 'end',
            label: t('end'),
            allowed: warning.can.end,
            open: open === 'end',
            onPress: () => toggle('end'),
          },
        ]
  return (
    <Page
      title={warning.title}
      lead={<Level level={warning.level} />}
      finding={warning.state === 'open' ? t('open') : <b>{t(warning.state)}</b>}
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
            {warning.version > 1 && <span>{t('versionTag', { version: warning.version })}</span>}
          </p>
          {warning.ended && <Ended ended={warning.ended} />}
          {open && (
            <div className="tg-head-form">
              <ActForm
                key={open}
                name="reason"
                label={t(open === 'end' ? 'endLabel' : 'cancelLabel')}
                hint={t(open === 'end' ? 'endHint' : 'cancelHint')}
                missing={t(open === 'end' ? 'endMissing' : 'cancelMissing')}
                maxLength={1000}
                submit={t(open === 'end' ? 'endSubmit' : 'cancelSubmit')}
                act={act}
                onSubmit={(reason) => void submit(open, reason)}
                onCancel={() => setOpen(null)}
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
      <b>{t(ended.as === 'cancelled' ? 'cancelledWhy' : 'endedWhy', { reason: ended.reason })}</b>{' '}
      <small className="i3" title={fullTime(new Date(ended.at), zone, locale)}>
        {b(ended.post)} <RelativeTime at={ended.at} />
      </small>
    </p>
  )
}
