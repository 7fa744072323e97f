import type { Item } from '../../../../src/drivers/threats/model.ts'
import {
  Action,
  EmptyState,
  FormFault,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useNames } from '../duties/parts.tsx'
import { articleWords } from '../warnings/articles.ts'
import { useAct } from '../warnings/use-act.ts'
import type { Doing } from './item.tsx'
import { text } from './item-text.ts'
import { renewItems } from './use-register.ts'

type Props = { item: Item; doing: Doing; setDoing: (doing: Doing) => void }

/** What is proposed as a duty, and what may be done with it: propose, reject; accept or return by a legal officer. */
export const ProposalSection = ({ item, doing, setDoing }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const names = useNames()
  const { proposal } = item
  const accept = useAct<null, { row: string }>((_, idempotencyKey) =>
    post(`/definitions/${item.id}/accept`, undefined, { idempotencyKey }),
  )
  return (
    <Section title={t('proposal')}>
      {!proposal && <EmptyState>{t('proposalNone')}</EmptyState>}
      {proposal && (
        <dl className="tg-facts">
          {(
            [
              [t('lead'), names(proposal.lead)],
              [t('support'), names(proposal.support) || t('nobody')],
              [t('inform'), names(proposal.inform) || t('nobody')],
              [t('phase'), b(proposal.phase)],
              [
                t('basis'),
                proposal.basis
                  .map((one) =>
                    [b(one), articleWords(one.articles, locale), one.read ? '' : t('unread')].filter(Boolean).join(' '),
                  )
                  .join(t('comma')) || t('basisNone'),
              ],
              [t('note'), proposal.note],
            ] as const
          ).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {accept.problem && (
        <div className="tg-duty-form">
          <FormFault {...problemWords(accept.problem, locale)} />
        </div>
      )}
      {doing === null && (
        <div className="tg-item-verbs">
          {item.state === 'proposed' ? (
            <>
              <Action
                primary
                allowed={item.can.accept}
                busy={accept.busy}
                reasonAt="after"
                onClick={() => void accept.run(null).then((done) => done && renewItems())}
              >
                {t('accept')}
              </Action>
              <Action allowed={item.can.giveBack} reasonAt="after" onClick={() => setDoing('give_back')}>
                {t('giveBack')}
              </Action>
            </>
          ) : (
            <>
              <Action allowed={item.can.propose} reasonAt="after" onClick={() => setDoing('propose')}>
                {t('propose')}
              </Action>
              <Action allowed={item.can.reject} reasonAt="after" onClick={() => setDoing('reject')}>
                {t('reject')}
              </Action>
            </>
          )}
        </div>
      )}
    </Section>
  )
}
