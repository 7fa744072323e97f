import { useQuery } from '@tanstack/react-query'
import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Bilingual } from '../../../../src/base/public.ts'
import {
  Field,
  FormFault,
  type Problem,
  problemWords,
  toProblem,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { get, signIn, signInAsPersona, useSession } from '../../api/public.ts'
import { Frame } from './frame.tsx'
import { text } from './text.ts'

/** Who are you? User name and password, then the code when the server asks for it; in a demonstration also one press. */
const SignIn = () => {
  const t = useText(text)
  const session = useSession()
  const site = session.data?.site
  return (
    <Frame site={site} title={t('title')}>
      <div className={site?.demo ? 'two' : undefined}>
        <PasswordForm />
        {site?.demo && <Personas />}
      </div>
    </Frame>
  )
}

export default SignIn

const PasswordForm = () => {
  const t = useText(text)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codeAsked, setCodeAsked] = useState(false)
  const [missing, setMissing] = useState<'login' | 'password' | 'code' | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const codeInput = useRef<InputRef>(null)
  useEffect(() => {
    if (codeAsked) codeInput.current?.focus()
  }, [codeAsked])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const absent =
      login.trim() === '' ? 'login' : password === '' ? 'password' : codeAsked && code === '' ? 'code' : null
    setMissing(absent)
    setProblem(null)
    if (absent || busy) return
    setBusy(true)
    try {
      await signIn(login.trim(), password, code || undefined)
    } catch (error) {
      const found = toProblem(error)
      if (found.reason === 'code_required') setCodeAsked(true)
      else setProblem(found)
      setCode('')
    } finally {
      setBusy(false)
    }
  }
  const startOver = () => {
    setCodeAsked(false)
    setPassword('')
    setCode('')
    setProblem(null)
  }
  return (
    <form className="tg-form" noValidate onSubmit={(event) => void submit(event)}>
      <h1>{t('title')}</h1>
      {problem && <Fault problem={problem} />}
      <Field label={t('login')} error={missing === 'login' ? t('loginMissing') : null}>
        <Input
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={login}
          readOnly={codeAsked}
          onChange={(event) => setLogin(event.target.value)}
        />
      </Field>
      <Field label={t('password')} error={missing === 'password' ? t('passwordMissing') : null}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          readOnly={codeAsked}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {codeAsked && (
        <Field label={t('code')} hint={t('codeHint')} error={missing === 'code' ? t('codeMissing') : null}>
          <CodeInput ref={codeInput} value={code} onChange={setCode} />
        </Field>
      )}
      <div className="acts">
        <Button type="primary" htmlType="submit" loading={busy}>
          {codeAsked ? t('continue') : t('signIn')}
        </Button>
        {codeAsked && <Button onClick={startOver}>{t('startOver')}</Button>}
      </div>
      <p className="sm i3">{t('forgotten')}</p>
    </form>
  )
}

/** Never says which of the three was wrong; a lock-out says for how long. */
const Fault = ({ problem }: { problem: Problem }) => {
  const t = useText(text)
  const locale = useLocale()
  if (problem.code === 'unauthenticated') return <FormFault what={t('wrong')} remedy={t('wrongRemedy')} />
  const { what, remedy } = problemWords(problem, locale)
  return <FormFault what={what} remedy={remedy} />
}

type CodeProps = { value: string; onChange: (code: string) => void; ref?: React.Ref<InputRef> }
export const CodeInput = ({ value, onChange, ref, ...rest }: CodeProps) => (
  <Input
    {...rest}
    {...(ref ? { ref } : {})}
    className="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    maxLength={6}
    value={value}
    onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
  />
)

type Persona = {
  login: string
  officer: Bilingual
  post: Bilingual
  agency: Bilingual & { id: string }
  question: Bilingual
}

const Personas = () => {
  const t = useText(text)
  const b = useBilingual()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState('')
  const { data } = useQuery({
    queryKey: ['personas'],
    queryFn: ({ signal }) => get<{ rows: Persona[] }>('/session/personas', {}, signal),
  })
  const enter = async (login: string) => {
    setBusy(login)
    setProblem(null)
    try {
      await signInAsPersona(login)
    } catch (error) {
      setProblem(toProblem(error))
      setBusy('')
    }
  }
  return (
    <section className="tg-personas" aria-labelledby="personas">
      <div className="line">
        <h2 id="personas">{t('demoTitle')}</h2>
        <span className="i2">{t('demoFinding')}</span>
      </div>
      {problem && <Fault problem={problem} />}
      <ul>
        {data?.rows.map((persona) => (
          <li key={persona.login}>
            <button
              type="button"
              disabled={busy !== ''}
              aria-busy={busy === persona.login}
              onClick={() => void enter(persona.login)}
            >
              <span>
                {b(persona.agency)} <span className="i2">{b(persona.post)}</span>
              </span>
              <span className="i2 r">{busy === persona.login ? t('signingIn') : b(persona.officer)}</span>
              <small className="i3">{b(persona.question)}</small>
            </button>
          </li>
        ))}
      </ul>
      <p className="sm i3">{t('demoWords')}</p>
    </section>
  )
}
