import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import type { NewAccount as NewAccountBody } from '../../../../src/environment/identity/model.ts'
import { Field, FormFault, Section, useBilingual, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { type Secret, useFaults } from './parts.tsx'
import { PostsChoice } from './post-choice.tsx'
import { text } from './text.ts'
import { useAct, usePosts } from './use-administration.ts'

type Made = { id: string; link: string; expiresAt: string }
const NAMES = ['login', 'officer.zh', 'officer.en', 'postIds'] as const

/** The link of an answer is a path of this console. */
export const wholeLink = (path: string): string => `${location.origin}${path}`

export const NewAccount = ({ onMade, onCancel }: { onMade: (secret: Secret) => void; onCancel: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const posts = usePosts()
  const [login, setLogin] = useState('')
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [postIds, setPostIds] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const create = useAct((body: NewAccountBody) => post<Made>('/accounts', body))
  const faults = useFaults(create.problem, NAMES)
  const missing = (words: string) => (tried && words.trim() === '' ? t('missing') : null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    create.clear()
    if ([login, zh, en].some((words) => words.trim() === '') || postIds.length === 0) return
    const officer = { zh: zh.trim(), en: en.trim() }
    const made = await create.run({ login: login.trim(), officer, postIds })
    if (made)
      onMade({
        title: t('onceAccount', { name: b(officer) }),
        words: t('onceLinkWords'),
        content: wholeLink(made.link),
        until: made.expiresAt,
      })
  }
  return (
    <Section title={t('newAccount')}>
      <form className="tg-fill" noValidate onSubmit={(event) => void submit(event)}>
        {faults.whole && <FormFault {...faults.whole} />}
        <Field label={t('login')} hint={t('loginHint')} error={missing(login) ?? faults.of['login']}>
          <Input
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        </Field>
        <Field label={t('officerZh')} error={missing(zh) ?? faults.of['officer.zh']}>
          <Input autoComplete="off" maxLength={80} value={zh} onChange={(event) => setZh(event.target.value)} />
        </Field>
        <Field label={t('officerEn')} error={missing(en) ?? faults.of['officer.en']}>
          <Input autoComplete="off" maxLength={80} value={en} onChange={(event) => setEn(event.target.value)} />
        </Field>
        <Field
          label={t('postsOf')}
          hint={posts.data?.rows.length === 0 ? t('noPostsYet') : t('postsHint')}
          error={tried && postIds.length === 0 ? t('choose') : faults.of['postIds']}
        >
          <PostsChoice value={postIds} onChange={setPostIds} />
        </Field>
        <div className="acts">
          <Button type="primary" htmlType="submit" loading={create.busy}>
            {t('create')}
          </Button>
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      </form>
    </Section>
  )
}
