import { useNavigate } from 'react-router'
import { setAppearance, useAppearance } from '../../kit/appearance.ts'
import { type Translate, useBilingual, useText } from '../../kit/public.ts'
import { choosePost, type SignedIn, signOut } from '../api/public.ts'
import { HELP_ID } from './help.tsx'
import { text } from './text.ts'

const PURPOSES = {
  port_security: 'purposePortSecurity',
  health_quarantine: 'purposeHealth',
  law_enforcement: 'purposeLaw',
  audit: 'purposeAudit',
  administration: 'purposeAdministration',
} as const

const purposeWord = (t: Translate<(typeof text)['zh']>, purpose: string): string =>
  purpose in PURPOSES ? t(PURPOSES[purpose as keyof typeof PURPOSES]) : purpose

/** Posts, purpose, appearance, sign out: what concerns the person at this screen. In the header's panel and under "more". */
export const AccountChoices = ({ session }: { session: SignedIn }) => {
  const t = useText(text)
  const b = useBilingual()
  const appearance = useAppearance()
  const navigate = useNavigate()
  const { post, posts, purpose } = session
  const leave = async () => {
    await signOut()
    await navigate('/')
  }
  return (
    <div className="tg-choices">
      {posts.length > 1 && (
        <Choice
          label={t('posts')}
          value={post.id}
          options={posts.map((each) => ({ value: each.id, label: `${b(each.agency)} · ${b(each)}` }))}
          onChoose={(postId) => void choosePost(postId).then(() => navigate('/'))}
        />
      )}
      {post.purposes.length > 1 && (
        <Choice
          label={t('purpose')}
          value={purpose}
          options={post.purposes.map((each) => ({ value: each, label: purposeWord(t, each) }))}
          onChoose={(next) => void choosePost(post.id, next).then(() => navigate('/'))}
        />
      )}
      <Choice
        label={t('appearance')}
        value={appearance}
        options={[
          { value: 'light', label: t('light') },
          { value: 'dark', label: t('dark') },
        ]}
        onChoose={(next) => setAppearance(next as 'light' | 'dark')}
      />
      <div className="ends">
        <button type="button" popoverTarget={HELP_ID} className="tg-plain keys">
          {t('shortcuts')} <kbd>?</kbd>
        </button>
        <button type="button" className="tg-plain" onClick={() => void leave()}>
          {t('signOut')}
        </button>
      </div>
    </div>
  )
}

type ChoiceProps = {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChoose: (value: string) => void
}

const Choice = ({ label, value, options, onChoose }: ChoiceProps) => (
  <fieldset>
    <legend className="i3 sm">{label}</legend>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        onClick={() => option.value !== value && onChoose(option.value)}
      >
        {option.label}
      </button>
    ))}
  </fieldset>
)
