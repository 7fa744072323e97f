import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import type { NewPost, PostRow } from '../../../../src/environment/identity/model.ts'
import {
  DataList,
  EmptyState,
  Field,
  FormFault,
  Loaded,
  Row,
  Section,
  Tag,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { Beside, Choices, useFaults } from './parts.tsx'
import { text } from './text.ts'
import { useAct, useAgencies, usePosts } from './use-administration.ts'

const ROLES = [
  'duty_officer',
  'analyst',
  'commander',
  'officer',
  'data_officer',
  'legal_officer',
  'auditor',
  'administrator',
] as const
const PURPOSES = ['port_security', 'health_quarantine', 'law_enforcement', 'audit', 'administration'] as const

/** A word for a code; a code that a newer server adds is shown as it is. */
const useCode = (kind: 'role' | 'purpose'): ((code: string) => string) => {
  const t = useText(text)
  return (code) => {
    const key = `${kind}_${code}`
    return key in text.zh ? t(key as 'role_officer') : code
  }
}

export const Posts = () => {
  const t = useText(text)
  const posts = usePosts()
  return (
    <Beside
      open={false}
      list={
        <Section title={t('posts')} finding={posts.data && t('postsCount', { count: posts.data.rows.length })}>
          <Loaded query={posts}>
            {({ rows }) => (
              <DataList
                label={t('postList')}
                rows={rows}
                rowKey={(one) => one.id}
                empty={
                  <EmptyState action={<Link to="/administration?tab=agencies">{t('toAgencies')}</Link>}>
                    {t('postsNone')}
                  </EmptyState>
                }
              >
                {(one) => <PostLine post={one} />}
              </DataList>
            )}
          </Loaded>
        </Section>
      }
    >
      <NewPostForm />
    </Beside>
  )
}

const PostLine = ({ post: one }: { post: PostRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const role = useCode('role')
  const purpose = useCode('purpose')
  return (
    <Row
      title={b(one)}
      meta={<span className="ell">{b(one.agency)}</span>}
      end={one.roles.map(role).join(t('listed'))}
      endMeta={
        <>
          {one.purposes.map(purpose).join(t('listed'))} {!one.active && <Tag>{t('inactive')}</Tag>}
        </>
      }
    />
  )
}

const NAMES = ['agencyId', 'zh', 'en', 'roles', 'purposes'] as const

const NewPostForm = () => {
  const t = useText(text)
  const b = useBilingual()
  const role = useCode('role')
  const purpose = useCode('purpose')
  const agencies = useAgencies()
  const [agencyId, setAgencyId] = useState<string | null>(null)
  const [zh, setZh] = useState('')
  const [en, setEn] = useState('')
  const [roles, setRoles] = useState<string[]>([])
  const [purposes, setPurposes] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const [made, setMade] = useState('')
  const create = useAct((body: NewPost) => post<{ id: string }>('/posts', body))
  const faults = useFaults(create.problem, NAMES)
  const missing = (words: string) => (tried && words.trim() === '' ? t('missing') : null)
  const unchosen = (chosen: readonly string[]) => (tried && chosen.length === 0 ? t('choose') : null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setMade('')
    create.clear()
    if (agencyId === null || zh.trim() === '' || en.trim() === '' || roles.length === 0 || purposes.length === 0) return
    const name = { zh: zh.trim(), en: en.trim() }
    const done = await create.run({ agencyId, ...name, roles, purposes } as NewPost)
    if (!done) return
    setMade(b(name))
    setTried(false)
    setZh('')
    setEn('')
    setRoles([])
    setPurposes([])
  }
  return (
    <Section title={t('newPost')}>
      <form className="tg-fill" noValidate onSubmit={(event) => void submit(event)}>
        <p className="i2">{t('postWords')}</p>
        {faults.whole && <FormFault {...faults.whole} />}
        <Field label={t('agency')} error={tried && agencyId === null ? t('choose') : faults.of['agencyId']}>
          <Select<string>
            showSearch={{
              filterOption: (input, option) =>
                String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
            }}
            placeholder={t('agencyPick')}
            notFoundContent={t('postsNoMatch')}
            options={(agencies.data?.rows ?? []).map((agency) => ({
              value: agency.id,
              label: agency.member ? b(agency) : t('notMember', { name: b(agency) }),
              words: `${agency.zh} ${agency.en}`.toLowerCase(),
            }))}
            value={agencyId}
            onChange={setAgencyId}
          />
        </Field>
        <Field label={t('nameZh')} hint={t('nameHint')} error={missing(zh) ?? faults.of['zh']}>
          <Input autoComplete="off" maxLength={80} value={zh} onChange={(event) => setZh(event.target.value)} />
        </Field>
        <Field label={t('nameEn')} error={missing(en) ?? faults.of['en']}>
          <Input autoComplete="off" maxLength={80} value={en} onChange={(event) => setEn(event.target.value)} />
        </Field>
        <Choices
          legend={t('roles')}
          hint={t('rolesHint')}
          options={ROLES.map((value) => ({ value, label: role(value) }))}
          chosen={roles}
          onChange={setRoles}
          error={unchosen(roles) ?? faults.of['roles']}
        />
        <Choices
          legend={t('purposes')}
          hint={t('purposesHint')}
          options={PURPOSES.map((value) => ({ value, label: purpose(value) }))}
          chosen={purposes}
          onChange={setPurposes}
          error={unchosen(purposes) ?? faults.of['purposes']}
        />
        <div className="acts">
          <Button type="primary" htmlType="submit" loading={create.busy}>
            {t('createPost')}
          </Button>
        </div>
        <p role="status" className="i2">
          {made !== '' && t('postDone', { name: made })}
        </p>
      </form>
    </Section>
  )
}
