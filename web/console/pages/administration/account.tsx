import { useState } from 'react'
import type { AccountRow } from '../../../../src/environment/identity/model.ts'
import { Action, Field, FormFault, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { post, put } from '../../api/public.ts'
import { stateOf } from './account-state.ts'
import { wholeLink } from './new-account.tsx'
import { ActFault, Confirm, type Secret, useFaults } from './parts.tsx'
import { PostsChoice } from './post-choice.tsx'
import { text } from './text.ts'
import { useAct } from './use-administration.ts'

type Props = { account: AccountRow; onSecret: (secret: Secret) => void; onClose: () => void }

export const AccountDetail = ({ account, onSecret, onClose }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section
      title={b(account.officer)}
      finding={account.login}
      end={
        <button type="button" className="tg-link" onClick={onClose}>
          {t('close')}
        </button>
      }
    >
      <dl className="tg-account">
        <div>
          <dt>{t('state')}</dt>
          <dd>{t(STATES[stateOf(account) ?? 'none'])}</dd>
        </div>
        <div>
          <dt>{t('codes')}</dt>
          <dd>{t(account.totp ? 'codesYes' : 'codesNo')}</dd>
        </div>
        <div>
          <dt>{t('created')}</dt>
          <dd>
            <PortTime at={account.createdAt} />
          </dd>
        </div>
      </dl>
      <PostsOf account={account} />
      <SignInActs account={account} onSecret={onSecret} />
    </Section>
  )
}

const STATES = {
  none: 'stateNormal',
  stateDisabled: 'stateDisabled',
  stateLocked: 'stateLockedWords',
  stateInvited: 'stateInvitedWords',
  stateDemo: 'stateDemoWords',
  stateNoCode: 'stateNoCodeWords',
} as const

const PostsOf = ({ account }: { account: AccountRow }) => {
  const t = useText(text)
  const held = account.posts.map((one) => one.id)
  const [chosen, setChosen] = useState(held)
  const [saved, setSaved] = useState(false)
  const save = useAct((postIds: string[]) => put<void>(`/accounts/${account.id}/posts`, { postIds }).then(() => true))
  const faults = useFaults(save.problem, ['postIds'])
  const same = chosen.length === held.length && chosen.every((id) => held.includes(id))
  const change = (ids: string[]) => {
    setSaved(false)
    save.clear()
    setChosen(ids)
  }
  return (
    <div className="tg-fill">
      {faults.whole && <FormFault {...faults.whole} />}
      <Field label={t('postsOf')} hint={t('postsHint')} error={faults.of['postIds']}>
        <PostsChoice value={chosen} onChange={change} />
      </Field>
      {(!same || save.busy) && (
        <div className="acts">
          <Action
            primary
            busy={save.busy}
            onClick={() => void save.run(chosen).then((done) => setSaved(done === true))}
          >
            {t('save')}
          </Action>
          <Action onClick={() => change(held)}>{t('cancel')}</Action>
        </div>
      )}
      <p role="status" className="sm i2">
        {saved && same ? t('saved') : ''}
      </p>
    </div>
  )
}

const SignInActs = ({ account, onSecret }: Pick<Props, 'account' | 'onSecret'>) => {
  const t = useText(text)
  const b = useBilingual()
  const path = `/accounts/${account.id}`
  const reset = useAct(() => post<{ link: string; expiresAt: string }>(`${path}/reset`))
  const disable = useAct(() => post<void>(`${path}/disable`))
  const enable = useAct(() => post<void>(`${path}/enable`))
  const unlock = useAct(() => post<void>(`${path}/unlock`))
  const askLink = async () => {
    const made = await reset.run()
    if (made)
      onSecret({
        title: t('onceAccount', { name: b(account.officer) }),
        words: t('onceLinkWords'),
        content: wholeLink(made.link),
        until: made.expiresAt,
      })
  }
  return (
    <div className="tg-fill">
      <h3>{t('acts')}</h3>
      {[reset, disable, enable, unlock].map(
        ({ problem }) => problem && <ActFault key={problem.code} problem={problem} />,
      )}
      <div className="acts">
        {account.locked && (
          <Action busy={unlock.busy} onClick={() => void unlock.run()}>
            {t('unlock')}
          </Action>
        )}
        <Confirm
          label={t('reset')}
          words={t('resetWords')}
          sure={t('resetSure')}
          busy={reset.busy}
          onConfirm={() => askLink()}
        />
        {account.disabled ? (
          <Action busy={enable.busy} onClick={() => void enable.run()}>
            {t('enable')}
          </Action>
        ) : (
          <Confirm
            label={t('disable')}
            words={t('disableWords')}
            sure={t('disableSure')}
            busy={disable.busy}
            onConfirm={() => disable.run()}
          />
        )}
      </div>
    </div>
  )
}
