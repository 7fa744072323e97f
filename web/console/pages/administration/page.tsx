import { EmptyState, Page, Segments, useAddress, useBilingual, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Accounts } from './accounts.tsx'
import { Agencies } from './agencies.tsx'
import { Posts } from './posts.tsx'
import { text } from './text.ts'
import { Tokens } from './tokens.tsx'
import './administration.css'

/** Administrator: who has an account, at which post; which agencies and machines take part? */
const Administration = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('admin.accounts')
  const [tab] = useAddress('tab', 'accounts')
  if (right !== true)
    return (
      <Page title={t('title')}>
        <EmptyState>{b(right)}</EmptyState>
      </Page>
    )
  const Shown = TABS[tab as keyof typeof TABS] ?? Accounts
  return (
    <div className="tg-administration">
      <Page
        title={t('title')}
        below={
          <Segments
            name="tab"
            label={t('tabs')}
            options={(['accounts', 'posts', 'agencies', 'tokens'] as const).map((value) => ({
              value,
              label: t(value),
            }))}
          />
        }
      >
        <Shown />
      </Page>
    </div>
  )
}

export default Administration

const TABS = { accounts: Accounts, posts: Posts, agencies: Agencies, tokens: Tokens }
