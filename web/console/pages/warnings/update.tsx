import { Button, Input } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { UpdateWarning, Warning } from '../../../../src/actions/warn/model.ts'
import {
  EmptyState,
  ErrorState,
  Field,
  FormFault,
  faultsByField,
  LEVELS,
  Level,
  Loading,
  Page,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { Radios } from './radios.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { renewWarnings, useWarning } from './use-warnings.ts'
import './warnings.css'

/** Issuing officer: what has changed, and who must say again that they know? */
const UpdatePage = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const b = useBilingual()
  const query = useWarning(id)
  if (query.data === undefined)
    return (
      <Page title={t('updateTitle')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  const warning = query.data
  if (warning.can.update !== true)
    return (
      <Page title={t('updateTitle')}>
        <EmptyState action={<Link to={`/warnings/${id}`}>{t('backToWarning')}</Link>}>
          {b(warning.can.update)}
        </EmptyState>
      </Page>
    )
  // What somebody else issues meanwhile does not overwrite what is being written: the server says so when it is sent.
  return <UpdateForm key={id} warning={warning} />
}

export default UpdatePage

const NAMES = ['level', 'title', 'body', 'reason'] as const

const UpdateForm = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [began] = useState(warning)
  const [level, setLevel] = useState(began.level)
  const [title, setTitle] = useState(began.title)
  const [body, setBody] = useState(began.body)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct((input: UpdateWarning, idempotencyKey) =>
    post(`/warnings/${warning.id}/update`, input, { idempotencyKey }),
  )
  const same = level === began.level && title.trim() === began.title && body.trim() === began.body
  const server = act.problem ? faultsByField(act.problem, NAMES, locale) : {}
  const said = act.problem && problemWords(act.problem, locale)
  const shown = NAMES.some((name) => server[name])
  const raised = LEVELS.indexOf(level) - LEVELS.indexOf(began.level)
  const means =
    raised > 0
      ? t('updateRaised', { minutes: began.ackMinutesByLevel[level] })
      : t(raised < 0 ? 'updateLowered' : 'updateSame')

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (same || reason.trim() === '' || title.trim() === '' || body.trim() === '') {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const done = await act.run({
      level,
      title: title.trim(),
      body: body.trim(),
      reason: reason.trim(),
      version: began.version,
    })
    void renewWarnings()
    if (done) void navigate(`/warnings/${warning.id}`, { replace: true })
  }
  return (
    <Page title={t('updateTitle')} finding={t('updateFinding')}>
      <form ref={form} className="tg-issue" noValidate onSubmit={(event) => void submit(event)}>
        <Section title={t('contentSection')}>
          <div className="tg-issue-fields">
            <Radios
              legend={t('level')}
              required
              hint={means}
              value={level}
              error={server['level']}
              onChange={setLevel}
              choices={LEVELS.toReversed().map((value) => ({
                value,
                label: (
                  <>
                    <Level level={value} />
                    {value === began.level && <small className="i3"> {t('before')}</small>}
                  </>
                ),
              }))}
            />
            <Field
              label={t('warningTitle')}
              hint={t('warningTitleHint')}
              required
              error={tried && title.trim() === '' ? t('missingTitle') : server['title']}
            >
              <Input maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
            </Field>
            <Field
              label={t('warningBody')}
              hint={t('warningBodyHint')}
              required
              error={tried && body.trim() === '' ? t('missingBody') : server['body']}
            >
              <Input.TextArea
                autoSize={{ minRows: 4, maxRows: 14 }}
                maxLength={4000}
                value={body}
                onChange={(event) => setBody(event.target.value)}
              />
            </Field>
            <Field
              label={t('updateReason')}
              hint={t('updateReasonHint')}
              required
              error={tried && reason.trim() === '' ? t('updateReasonMissing') : server['reason']}
            >
              <Input maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
            </Field>
          </div>
        </Section>
        <div className="tg-issue-send">
          {said && !shown && <FormFault what={server[''] ?? said.what} remedy={said.remedy} />}
          <Button type="primary" htmlType="submit" loading={act.busy}>
            {t('updateSubmit', { version: began.version + 1 })}
          </Button>
          {tried && same ? (
            <FormFault what={t('updateNothing')} />
          ) : (
            same && <small className="i3">{t('updateNothing')}</small>
          )}
          <Link to={`/warnings/${warning.id}`}>{t('backToWarning')}</Link>
        </div>
      </form>
    </Page>
  )
}
