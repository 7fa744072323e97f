import { type FormEvent, useEffect, useState } from 'react'
import type { AccountRow } from '../../../../src/environment/identity/model.ts'
import { DataList, EmptyState, Loaded, Row, Section, useAddress, useBilingual, useText } from '../../../kit/public.ts'
import { AccountDetail } from './account.tsx'
import { stateOf } from './account-state.ts'
import { NewAccount } from './new-account.tsx'
import { Beside, Once, type Secret } from './parts.tsx'
import { text } from './text.ts'
import { useAccounts } from './use-administration.ts'

const NEW = 'new'

export const Accounts = () => {
  const t = useText(text)
  const [q, setQ] = useAddress('q')
  const [open, setOpen] = useAddress('account')
  const [secret, setSecret] = useState<Secret | null>(null)
  const accounts = useAccounts(q)
  const shown = accounts.data?.find((account) => account.id === open)
  const finding =
    accounts.data && t(accounts.onMore ? 'accountsMore' : 'accountsCount', { count: accounts.data.length })
  return (
    <Beside
      open={open !== '' || secret !== null}
      list={
        <Section
          title={t('accounts')}
          finding={finding}
          end={
            <span className="tg-tools">
              <Search q={q} onSearch={setQ} />
              <button type="button" className="tg-link" onClick={() => setOpen(NEW)}>
                {t('newAccount')}
              </button>
            </span>
          }
        >
          <Loaded query={accounts}>
            {(rows) => (
              <DataList
                label={t('accountList')}
                rows={rows}
                rowKey={(account) => account.id}
                empty={<None q={q} onClear={() => setQ('')} />}
                onMore={accounts.onMore}
                loadingMore={accounts.loadingMore}
              >
                {(account) => <AccountLine account={account} open={account.id === open} q={q} />}
              </DataList>
            )}
          </Loaded>
        </Section>
      }
    >
      {secret && <Once secret={secret} onDone={() => setSecret(null)} />}
      {open === NEW ? (
        <NewAccount
          onCancel={() => setOpen('')}
          onMade={(made) => {
            setSecret(made)
            setOpen('')
          }}
        />
      ) : shown ? (
        <AccountDetail key={shown.id} account={shown} onSecret={setSecret} onClose={() => setOpen('')} />
      ) : (
        <div className="tg-pick-one">
          <p className="i2">{open !== '' && accounts.data ? t('accountNotListed') : t('pickAccount')}</p>
        </div>
      )}
    </Beside>
  )
}

const None = ({ q, onClear }: { q: string; onClear: () => void }) => {
  const t = useText(text)
  if (q === '') return <EmptyState>{t('accountsNone')}</EmptyState>
  return (
    <EmptyState
      action={
        <button type="button" className="tg-button" onClick={onClear}>
          {t('clearSearch')}
        </button>
      }
    >
      {t('accountsNoMatch', { q })}
    </EmptyState>
  )
}

const WAIT_MS = 300

const Search = ({ q, onSearch }: { q: string; onSearch: (q: string) => void }) => {
  const t = useText(text)
  const [words, setWords] = useState(q)
  useEffect(() => setWords(q), [q])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when writing pauses, not when the address changes
  useEffect(() => {
    if (words.trim() === q) return
    const timer = setTimeout(() => onSearch(words.trim()), WAIT_MS)
    return () => clearTimeout(timer)
  }, [words])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(words.trim())
  }
  return (
    <form onSubmit={submit}>
      <input
        type="search"
        className="tg-search"
        aria-label={t('search')}
        placeholder={t('searchHint')}
        maxLength={80}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </form>
  )
}

const AccountLine = ({ account, open, q }: { account: AccountRow; open: boolean; q: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const state = stateOf(account)
  const posts = account.posts.map((post) => [b(post), b(post.agency)].join(t('separator'))).join(t('listed'))
  const address = new URLSearchParams({ ...(q === '' ? {} : { q }), account: account.id })
  return (
    <Row
      to={`/administration?${address}`}
      keepScroll
      selected={open}
      title={b(account.officer)}
      meta={<span className="ell">{posts === '' ? t('noPosts') : posts}</span>}
      end={<span className="i3">{account.login}</span>}
      endMeta={state && <span className={state === 'stateDemo' ? '' : 'st'}>{t(state)}</span>}
    />
  )
}
