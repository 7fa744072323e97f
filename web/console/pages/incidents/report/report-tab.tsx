import { useState } from 'react'
import type { ReportList, ReportRow } from '../../../../../src/actions/report/model.ts'
import {
  ClockWords,
  Column,
  Columns,
  DataList,
  DeadlineTag,
  EmptyState,
  FormFault,
  Loaded,
  PortTime,
  problemWords,
  Section,
  Tag,
  useAddress,
  useBilingual,
  useLocale,
  useText,
} from '../../../../kit/public.ts'
import { Radios } from '../../warnings/radios.tsx'
import { shortName } from '../../warnings/short-name.ts'
import { Verbs } from '../../warnings/verbs.tsx'
import { OpenReport } from './open-report.tsx'
import { text } from './text.ts'
import { useReportAct, useReports } from './use-reports.ts'
import './report.css'

/** Officers: what must be reported, by when; what was sent, and who has read it? */
export const ReportTab = ({ incidentId }: { incidentId: string }) => {
  const query = useReports(incidentId)
  const t = useText(text)
  const [chosen, choose] = useAddress('report')
  return (
    <Loaded query={query}>
      {(list) => {
        const shown = list.rows.find((row) => row.id === chosen)?.id
        return (
          <Columns template="minmax(0, 400fr) minmax(0, 888fr)">
            <Column>
              <Section title={t('reports')} finding={<Counts counts={list.counts} />}>
                <Expected list={list} />
                <Drafting incidentId={incidentId} list={list} onDrafted={choose} />
                <DataList
                  label={t('reports')}
                  rows={list.rows}
                  rowKey={(row) => row.id}
                  empty={<EmptyState>{t('none')}</EmptyState>}
                >
                  {(row) => <Line row={row} selected={row.id === shown} onOpen={() => choose(row.id)} />}
                </DataList>
              </Section>
            </Column>
            <Column>
              {shown ? (
                <OpenReport key={shown} id={shown} incidentId={incidentId} onGo={choose} />
              ) : (
                list.rows.length > 0 && <EmptyState>{t('noneChosen')}</EmptyState>
              )}
            </Column>
          </Columns>
        )
      }}
    </Loaded>
  )
}

const Counts = ({ counts }: { counts: ReportList['counts'] }) => {
  const t = useText(text)
  const parts = [
    t('finding', { signed: counts.signed }),
    ...(counts.late > 0 ? [t('late', { count: counts.late })] : []),
    ...(counts.missed > 0 ? [t('missed', { count: counts.missed })] : []),
    ...(counts.corrected > 0 ? [t('corrected', { count: counts.corrected })] : []),
    ...(counts.required > 0 ? [t('complete', { filled: counts.filled, required: counts.required })] : []),
  ]
  return <>{parts.join(t('comma'))}</>
}

const Expected = ({ list }: { list: ReportList }) => {
  const t = useText(text)
  const b = useBilingual()
  return list.expected.map(({ kind, due, state }) => (
    <div key={kind} className="tg-rp-expected">
      <span>
        {t('expected')} <b>{t(`kind_${kind}`)}</b>{' '}
        <DeadlineTag kind={due.kind} {...(due.amount ? { amount: due.amount } : {})} />
      </span>
      <ClockWords startedAt={due.at} dueAt={due.at} />
      <small className="i3">
        {due.basis && `${b(due.basis)} `}
        <PortTime at={due.at} />
        {state === 'missed' && <b> {t('expectedLate')}</b>}
      </small>
    </div>
  ))
}

const KINDS = ['initial', 'follow_up', 'final'] as const

const Drafting = ({
  incidentId,
  list,
  onDrafted,
}: {
  incidentId: string
  list: ReportList
  onDrafted: (id: string) => void
}) => {
  const t = useText(text)
  const locale = useLocale()
  const act = useReportAct()
  const [language, setLanguage] = useState<string>(locale)
  const next = list.expected[0]?.kind
  const draft = async (kind: string) => {
    const done = await act.send(`/incidents/${incidentId}/reports`, { kind, locale: language })
    if (done?.answer?.id) onDrafted(done.answer.id)
  }
  const said = act.problem && problemWords(act.problem, locale)
  return (
    <div className="tg-rp-draft">
      <Verbs
        verbs={KINDS.map((kind) => ({
          id: kind,
          label: t('draftKind', { kind: t(`kind_${kind}`) }),
          allowed: list.can.draft,
          primary: kind === next,
          busy: act.busy && kind === next,
          onPress: () => void draft(kind),
        }))}
      />
      {list.can.draft === true && (
        <Radios
          legend={t('language')}
          value={language}
          choices={(['zh', 'en'] as const).map((value) => ({ value, label: t(`language_${value}`) }))}
          onChange={setLanguage}
        />
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}

const Line = ({ row, selected, onOpen }: { row: ReportRow; selected: boolean; onOpen: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const opened = row.receipts.filter((one) => one.openedAt !== null).length
  return (
    <div className={selected ? 'tg-row selected tg-rp-row' : 'tg-row tg-rp-row'}>
      <button
        type="button"
        className={row.unopened ? 'what ell st' : 'what ell'}
        data-row=""
        aria-pressed={selected}
        onClick={onOpen}
      >
        {t(`kind_${row.kind}`)} {row.no ?? ''}
      </button>
      <span className="end">
        {row.signed ? row.signed.late ? <Tag kind="law">{t('lateTag')}</Tag> : t('signedAt') : <Tag>{t('draft')}</Tag>}
      </span>
      <span className="meta">
        <span>
          {shortName(b(row.by.agency))} <PortTime at={row.signed?.at ?? row.at} />
        </span>
        {row.corrects && <span>{t('corrects', { no: row.corrects.no })}</span>}
        {row.correctedBy.map((one) => (
          <b key={one.id}>{t('correctedBy', { no: one.no })}</b>
        ))}
      </span>
      <span className="end-meta">
        {!row.signed
          ? t('filled', { filled: row.filled, required: row.required })
          : row.unopened
            ? t('unopened')
            : row.receipts.length > 0
              ? t('opened', { done: opened, of: row.receipts.length })
              : ''}
      </span>
    </div>
  )
}
