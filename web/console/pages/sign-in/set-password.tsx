import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Bilingual } from '../../../../src/base/public.ts'
import {
  CopyableId,
  Field,
  FormFault,
  faultsByField,
  Loading,
  type Problem,
  problemWords,
  toProblem,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { get, setPassword, useSession } from '../../api/public.ts'
import { Frame } from './frame.tsx'
import { CodeInput } from './page.tsx'
import { text } from './text.ts'

type Invitation = { login: string; officer: Bilingual; totp: { otpauthUrl: string; secret: string; qrSvg: string } }

/** A one-time link: choose a password and enrol an authenticator, in one go, then signed in. */
const SetPassword = () => {
  const t = useText(text)
  const { token = '' } = useParams()
  const session = useSession()
  const invitation = useQuery<Invitation, Problem>({
    queryKey: ['link', token],
    queryFn: () => get<Invitation>(`/links/${encodeURIComponent(token)}`),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Frame site={session.data?.site} title={t('linkTitle')}>
      {invitation.data ? (
        <EnrolForm token={token} invitation={invitation.data} />
      ) : invitation.error ? (
        <Gone problem={invitation.error} />
      ) : (
        <Loading />
      )}
    </Frame>
  )
}

export default SetPassword

const Gone = ({ problem }: { problem: Problem }) => {
  const t = useText(text)
  const locale = useLocale()
  // What cannot be a link at all reads like one that is over.
  const gone = ['not_found', 'conflict', 'invalid'].includes(problem.code)
  const words = gone ? { what: t('linkGone'), remedy: t('linkGoneRemedy') } : problemWords(problem, locale)
  return (
    <div className="tg-form">
      <h1>{t('linkTitle')}</h1>
      <FormFault {...words} />
      <p>
        <Link to="/">{t('toSignIn')}</Link>
      </p>
    </div>
  )
}

/** The server's rule, repeated here only so that it can be said before sending; the server decides. */
const LEAST = 12
const FIELDS = ['password', 'code'] as const

const EnrolForm = ({ token, invitation }: { token: string; invitation: Invitation }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const navigate = useNavigate()
  const [password, setWords] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)

  const length = [...password].length
  const short = tried && length < LEAST ? t('tooShort', { count: LEAST - length }) : null
  const differs = tried && password !== again ? t('notTheSame') : null
  const noCode = tried && code.length !== 6 ? t('codeMissing') : null
  const faults = problem ? faultsByField(problem, FIELDS, locale) : {}
  const general = problem && !FIELDS.some((name) => faults[name]) ? problemWords(problem, locale) : null

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (busy || length < LEAST || password !== again || code.length !== 6) return
    setBusy(true)
    try {
      await setPassword(token, password, code)
      await navigate('/', { replace: true })
    } catch (error) {
      setProblem(toProblem(error))
      setBusy(false)
    }
  }
  return (
    <form className="tg-form" noValidate onSubmit={(event) => void submit(event)}>
      <h1>{t('linkTitle')}</h1>
      <p className="i2">{t('linkFor', { name: b(invitation.officer), login: invitation.login })}</p>
      {general && <FormFault {...general} />}
      <input type="hidden" name="username" autoComplete="username" value={invitation.login} readOnly />
      <h2>{t('stepPassword')}</h2>
      <Field label={t('newPassword')} hint={t('newPasswordHint', { count: LEAST })} error={short ?? faults['password']}>
        <Input
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      <Field label={t('repeatPassword')} error={short ? null : differs}>
        <Input
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
      </Field>
      <h2>{t('stepCode')}</h2>
      <p className="i2">{t('stepCodeWords')}</p>
      <img
        className="qr"
        alt={t('qr')}
        width={168}
        height={168}
        src={`data:image/svg+xml;utf8,${encodeURIComponent(invitation.totp.qrSvg)}`}
      />
      <details>
        <summary className="sm">{t('cannotScan')}</summary>
        <CopyableId id={invitation.totp.secret} name={t('secretName')} full />
      </details>
      <Field label={t('code')} hint={t('codeHint')} error={noCode ?? faults['code']}>
        <CodeInput value={code} onChange={setCode} />
      </Field>
      <div className="acts">
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
