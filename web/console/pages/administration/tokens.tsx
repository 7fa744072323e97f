import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { NewToken } from '../../../../src/environment/identity/model.ts'
import {
  DataList,
  EmptyState,
  Field,
  FormFault,
  Loaded,
  PortTime,
  portTime,
  Section,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActFault, Beside, Choices, Confirm, Once, type Secret, useFaults } from './parts.tsx'
import { PostChoice } from './post-choice.tsx'
import { text } from './text.ts'
import { type TokenRow, useAct, useSources, useTokens } from './use-administration.ts'

const SCOPES = ['signals:write', 'signals:read', 'warnings:read', 'incidents:read', 'ledger:read'] as const

const useScope = (): ((scope: string) => string) => {
  const t = useText(text)
  return (scope) => {
    const key = `scope_${scope.replace(':', '_')}`
    return key in text.zh ? t(key as 'scope_signals_write') : scope
  }
}

export const Tokens = () => {
  const t = useText(text)
  const now = useNow()
  const tokens = useTokens()
  const [secret, setSecret] = useState<Secret | null>(null)
  const inForce = tokens.data?.rows.filter((token) => token.revokedAt === null && new Date(token.expiresAt) > now)
  return (
    <Beside
      open={secret !== null}
      list={
        <Section title={t('tokens')} finding={inForce && t('tokensCount', { count: inForce.length })}>
          <Loaded query={tokens}>
            {({ rows }) => (
              <DataList
                label={t('tokenList')}
                rows={rows}
                rowKey={(token) => token.id}
                empty={<EmptyState>{t('tokensNone')}</EmptyState>}
              >
                {(token) => <TokenLine token={token} />}
              </DataList>
            )}
          </Loaded>
        </Section>
      }
    >
      {secret && <Once secret={secret} onDone={() => setSecret(null)} />}
      <NewTokenForm onMade={setSecret} />
    </Beside>
  )
}

const TokenLine = ({ token }: { token: TokenRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const zone = usePortZone()
  const now = useNow()
  const scope = useScope()
  const sources = useSources()
  const revoke = useAct(() => post<void>(`/tokens/${token.id}/revoke`))
  const expired = new Date(token.expiresAt) <= now
  const over = token.revokedAt !== null || expired
  const source = sources.data?.rows.find((one) => one.id === token.sourceId)
  const facts = [
    token.post ? [b(token.post.agency), b(token.post)].join(t('separator')) : t('postGone'),
    token.scopes.map(scope).join(t('listed')),
    ...(token.sourceId === null ? [] : [t('sourceOf', { name: source ? b(source) : token.sourceId })]),
  ]
  return (
    <div className="tg-token">
      <span className={over ? 'name i3' : 'name'} data-row="" tabIndex={-1}>
        {token.name}
      </span>
      <span className={over ? 'term i3' : 'term i2'}>
        {token.revokedAt !== null ? (
          <>
            {t('revoked')} <PortTime at={token.revokedAt} />
          </>
        ) : expired ? (
          <>
            {t('expired')} <PortTime at={token.expiresAt} />
          </>
        ) : (
          t('until', { date: portTime(new Date(token.expiresAt), now, zone, locale) })
        )}
      </span>
      <span className="facts">{facts.join(t('separator'))}</span>
      {!over && (
        <div className="act">
          <Confirm
            small
            label={t('revoke')}
            words={t('revokeWords')}
            sure={t('revokeSure')}
            busy={revoke.busy}
            onConfirm={() => revoke.run()}
          />
          <ActFault problem={revoke.problem} />
        </div>
      )}
    </div>
  )
}

const NAMES = ['name', 'postId', 'scopes', 'sourceId', 'days'] as const
const DAYS = 90

const NewTokenForm = ({ onMade }: { onMade: (secret: Secret) => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const scope = useScope()
  const sources = useSources()
  const [name, setName] = useState('')
  const [postId, setPostId] = useState<string | null>(null)
  const [scopes, setScopes] = useState<string[]>(['signals:write'])
  const [sourceId, setSourceId] = useState<string | null>(null)
  const [days, setDays] = useState(String(DAYS))
  const [tried, setTried] = useState(false)
  const create = useAct((body: NewToken) => post<{ id: string; token: string; expiresAt: string }>('/tokens', body))
  const faults = useFaults(create.problem, NAMES)
  const known = sources.data?.rows ?? []
  const daysWrong = !/^[0-9]{1,4}$/.test(days.trim())

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    create.clear()
    if (name.trim() === '' || postId === null || scopes.length === 0 || daysWrong) return
    const made = await create.run({
      name: name.trim(),
      postId,
      scopes,
      days: Number(days),
      ...(sourceId === null ? {} : { sourceId }),
    } as NewToken)
    if (!made) return
    onMade({
      title: t('onceToken', { name: name.trim() }),
      words: t('onceTokenWords'),
      content: made.token,
      until: made.expiresAt,
    })
    setTried(false)
    setName('')
  }
  return (
    <Section title={t('newToken')}>
      <form className="tg-fill" noValidate onSubmit={(event) => void submit(event)}>
        <p className="i2">{t('tokenWords')}</p>
        {faults.whole && <FormFault {...faults.whole} />}
        <Field
          label={t('tokenName')}
          hint={t('tokenNameHint')}
          error={tried && name.trim() === '' ? t('missing') : faults.of['name']}
        >
          <Input autoComplete="off" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t('tokenPost')} error={tried && postId === null ? t('choose') : faults.of['postId']}>
          <PostChoice value={postId} onChange={setPostId} />
        </Field>
        <Choices
          legend={t('scopes')}
          hint=""
          options={SCOPES.map((value) => ({ value, label: scope(value) }))}
          chosen={scopes}
          onChange={setScopes}
          error={tried && scopes.length === 0 ? t('choose') : faults.of['scopes']}
        />
        {known.length > 0 ? (
          <Field label={t('source')} hint={t('sourceHint')} error={faults.of['sourceId']}>
            <Select<string>
              allowClear
              placeholder={t('sourceAny')}
              options={known.map((source) => ({
                value: source.id,
                label: [...new Set([b(source.agency), b(source)])].join(t('separator')),
              }))}
              value={sourceId}
              onChange={(id) => setSourceId(id ?? null)}
            />
          </Field>
        ) : (
          sources.isFetched && <p className="sm i3">{t('sourcesNone')}</p>
        )}
        <Field label={t('days')} hint={t('daysHint')} error={tried && daysWrong ? t('daysWrong') : faults.of['days']}>
          <Input
            className="days"
            inputMode="numeric"
            maxLength={4}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
        <div className="acts">
          <Button type="primary" htmlType="submit" loading={create.busy}>
            {t('issue')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
