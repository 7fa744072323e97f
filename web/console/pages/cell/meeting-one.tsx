import { Button } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Meeting } from '../../../../src/actions/cell/meeting/model.ts'
import {
  Action,
  Column,
  Columns,
  EmptyState,
  ErrorState,
  FormFault,
  Loading,
  Page,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { Period } from './handover.tsx'
import { Lines } from './lines.tsx'
import { Decide } from './meeting-decide.tsx'
import { MinutesSection } from './meeting-minutes.tsx'
import { text } from './meeting-text.ts'
import { stateWord } from './meetings.tsx'
import { Resolutions } from './resolutions.tsx'
import { saveFile } from './save-file.ts'
import { text as cellText } from './text.ts'
import { renewCell, useMeeting } from './use-cell.ts'
import { CellViews } from './views.tsx'
import './print.css'

/** Who comes: what is to be talked about, what was decided, who does it by when. */
const OneMeeting = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const meeting = useMeeting(id)
  if (meeting.data === undefined)
    return (
      <Page title={t('list')} below={<CellViews />}>
        {meeting.error ? <ErrorState error={meeting.error} onRetry={() => void meeting.refetch()} /> : <Loading />}
      </Page>
    )
  return <Document key={id} meeting={meeting.data} />
}

export default OneMeeting

const Document = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const w = useText(cellText)
  const b = useBilingual()
  const locale = useLocale()
  const [cancelling, setCancelling] = useState(false)
  const save = useAct(() => saveFile(`/meetings/${meeting.id}/calendar`, {}, `${meeting.title}.ics`))
  const cancel = useAct((reason: string, idempotencyKey) =>
    post(`/meetings/${meeting.id}/cancel`, { reason }, { idempotencyKey }),
  )
  const said = save.problem && problemWords(save.problem, locale)
  return (
    <Page
      title={meeting.title}
      finding={t(stateWord(meeting))}
      actions={
        <>
          <Button loading={save.busy} onClick={() => void save.run(undefined)}>
            {t('calendar')}
          </Button>
          <Button onClick={() => window.print()}>{w('print')}</Button>
          {meeting.can.cancel === true && (
            <Button onClick={() => setCancelling(!cancelling)}>{t('cancelMeeting')}</Button>
          )}
        </>
      }
      below={
        <>
          <p className="i2">
            <Period from={meeting.startsAt} to={meeting.endsAt} />
            {w('separator')}
            {meeting.place}
            {w('separator')}
            {t('hostIs', { agency: shortName(b(meeting.host)) })}
            {w('separator')}
            {meeting.agencies.map((one) => shortName(b(one))).join(w('listComma'))}
          </p>
          {meeting.cancelledWhy && <p className="st">{t('cancelledWhy', { reason: meeting.cancelledWhy })}</p>}
          {said && <FormFault what={said.what} remedy={said.remedy} />}
          {cancelling && (
            <div className="tg-head-form">
              <ActForm
                name="reason"
                label={t('cancelReason')}
                missing={t('cancelMissing')}
                submit={t('cancelMeeting')}
                maxLength={1000}
                act={cancel}
                onCancel={() => setCancelling(false)}
                onSubmit={(reason) =>
                  void (async () => {
                    if (!(await cancel.run(reason))) return
                    setCancelling(false)
                    await renewCell()
                  })()
                }
              />
            </div>
          )}
          <CellViews />
        </>
      }
    >
      <Columns template="minmax(0, 1fr) minmax(0, 1fr)">
        <Column>
          <Agenda meeting={meeting} />
          <Section title={t('decisions')} finding={meeting.resolutionRows.length > 0 ? undefined : t('decisionsNote')}>
            {meeting.resolutionRows.length === 0 ? (
              <EmptyState>{t('noDecisions')}</EmptyState>
            ) : (
              <Resolutions rows={meeting.resolutionRows} />
            )}
            <Decide meeting={meeting} />
          </Section>
        </Column>
        <Column>
          <MinutesSection meeting={meeting} />
        </Column>
      </Columns>
    </Page>
  )
}

const Agenda = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const [adding, setAdding] = useState(false)
  const [filled, setFilled] = useState<number | null>(null)
  const add = useAct((words: string, idempotencyKey) =>
    post(`/meetings/${meeting.id}/points`, { text: words }, { idempotencyKey }),
  )
  const fill = useAct((_: undefined, idempotencyKey) =>
    post<{ added: number }>(`/meetings/${meeting.id}/fill`, undefined, { idempotencyKey }),
  )
  return (
    <Section
      title={t('agenda')}
      finding={meeting.agenda.length > 0 ? t('agendaCount', { count: meeting.agenda.length }) : undefined}
    >
      {meeting.agenda.length === 0 ? <EmptyState>{t('noAgenda')}</EmptyState> : <Lines lines={meeting.agenda} />}
      <div className="tg-cell-side not-printed">
        <div className="tg-cell-verbs">
          {meeting.can.addPoint === true && <Button onClick={() => setAdding(!adding)}>{t('addPoint')}</Button>}
          {meeting.can.fillAgenda === true && (
            <Action
              busy={fill.busy}
              onClick={() =>
                void (async () => {
                  const done = await fill.run(undefined)
                  setFilled(done?.answer.added ?? null)
                  await renewCell()
                })()
              }
            >
              {t('fill')}
            </Action>
          )}
        </div>
        {filled !== null && (
          <p className="i3" role="status">
            {filled === 0 ? t('filledNone') : t('filled', { count: filled })}
          </p>
        )}
        {adding && (
          <ActForm
            name="text"
            label={t('point')}
            missing={t('pointMissing')}
            submit={t('addPoint')}
            maxLength={400}
            act={add}
            onCancel={() => setAdding(false)}
            onSubmit={(words) =>
              void (async () => {
                if (!(await add.run(words))) return
                setAdding(false)
                await renewCell()
              })()
            }
          />
        )}
      </div>
    </Section>
  )
}
