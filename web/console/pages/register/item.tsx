import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Item } from '../../../../src/drivers/threats/model.ts'
import {
  Action,
  Clock,
  Column,
  Columns,
  DeadlineTag,
  EmptyState,
  Loaded,
  Page,
  PortTime,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useNames } from '../duties/parts.tsx'
import { DefineForm, InterimForm, ProposeForm, WordsForm } from './item-forms.tsx'
import { text } from './item-text.ts'
import { ProposalSection } from './proposal.tsx'
import { INTERIM } from './queue.tsx'
import { text as listText } from './text.ts'
import { useItem } from './use-register.ts'
import './register.css'
import '../duties/duties.css'

/** One risk that nobody owns: what it is, who leads for now, what is proposed, who said what. */
const ItemPage = () => {
  const { id = '' } = useParams()
  const item = useItem(id)
  const title = useText(text)('back')
  if (item.data) return <Shown item={item.data} />
  return (
    <Page title={title}>
      <Loaded query={item}>{() => null}</Loaded>
    </Page>
  )
}

export default ItemPage

export type Doing = 'define' | 'interim' | 'propose' | 'reject' | 'release' | 'give_back' | null

const Shown = ({ item }: { item: Item }) => {
  const t = useText(text)
  const l = useText(listText)
  const b = useBilingual()
  const [doing, setDoing] = useState<Doing>(null)
  const end = () => setDoing(null)
  return (
    <div className="tg-register tg-duties">
      <Page
        title={b(item.risk)}
        finding={l(`state_${item.state}`)}
        actions={<Link to="/register?view=queue">{t('back')}</Link>}
      >
        <Columns template="minmax(0, 1fr) 440px">
          <Column>
            <Facts item={item} />
            {doing === 'define' ? (
              <DefineForm item={item} onEnd={end} />
            ) : (
              <div className="tg-item-verbs">
                <Action allowed={item.can.define} reasonAt="after" onClick={() => setDoing('define')}>
                  {t('define')}
                </Action>
              </div>
            )}
            <ProposalSection item={item} doing={doing} setDoing={setDoing} />
            {doing === 'propose' && <ProposeForm item={item} onEnd={end} />}
            {doing === 'reject' && (
              <WordsForm
                item={item}
                verb="reject"
                name="reason"
                label={t('rejectReason')}
                submit={t('reject')}
                onEnd={end}
              />
            )}
            {doing === 'give_back' && (
              <WordsForm
                item={item}
                verb="return"
                name="reason"
                label={t('rejectReason')}
                submit={t('giveBack')}
                onEnd={end}
              />
            )}
          </Column>
          <Column>
            <Interim item={item} doing={doing} setDoing={setDoing} />
            {item.can.release === true && (
              <Section title={t('release')}>
                {doing === 'release' ? (
                  <WordsForm
                    item={item}
                    verb="release"
                    name="text"
                    label={t('releaseWords')}
                    hint={t('releaseHint')}
                    submit={t('release')}
                    onEnd={end}
                  />
                ) : (
                  <div className="tg-item-verbs">
                    <Action onClick={() => setDoing('release')}>{t('release')}</Action>
                  </div>
                )}
              </Section>
            )}
            <Discussion item={item} />
          </Column>
        </Columns>
      </Page>
    </div>
  )
}

const Facts = ({ item }: { item: Item }) => {
  const t = useText(text)
  const l = useText(listText)
  const b = useBilingual()
  const names = useNames()
  const written = (words: string | null) => words ?? <span className="i3">{t('unwritten')}</span>
  const few = item.origin === 'signal' || item.origin === 'incident'
  return (
    <Section title={t('facts')}>
      <dl className="tg-facts">
        {(
          [
            [t('definition'), written(item.definition)],
            [t('measures'), written(item.measures)],
            [t('legalGap'), written(item.legalGap)],
            [t('reason'), item.reason ? b(item.reason) : t('reasonNone')],
            [t('places'), names(item.places)],
            [t('law'), t(item.jurisdiction === 'CN' ? 'lawCN' : 'lawINT')],
            [t('origin'), l(`origin_${item.origin}`)],
            [t('concerned'), few ? t('everybodyHere') : names(item.concerned)],
            [t('reviewOn'), item.reviewOn ?? t('unwritten')],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {item.ended && (
          <div>
            <dt>{t('ended')}</dt>
            <dd>
              <PortTime at={item.ended.at} />{' '}
              {item.dutyRow ? <Link to={`/duties/${item.dutyRow}`}>{t('toDuty', { row: item.dutyRow })}</Link> : null}
            </dd>
          </div>
        )}
      </dl>
    </Section>
  )
}

type Verbs = { item: Item; doing: Doing; setDoing: (doing: Doing) => void }

const Interim = ({ item, doing, setDoing }: Verbs) => {
  const t = useText(text)
  const l = useText(listText)
  const b = useBilingual()
  return (
    <Section
      title={t('interim')}
      finding={item.interimLead ? b(item.interimLead) : <b>{l('interimNone')}</b>}
      end={<DeadlineTag kind="local_default" amount={INTERIM} />}
    >
      <div className="tg-item-clock">
        {item.suggested && <p className="i2 sm">{l('suggested', { name: b(item.suggested) })}</p>}
        {item.ended === null && (
          <Clock startedAt={item.openedAt} dueAt={item.interimDueAt} completedAt={item.interimAt} />
        )}
      </div>
      {doing === 'interim' ? (
        <InterimForm item={item} onEnd={() => setDoing(null)} />
      ) : (
        <div className="tg-item-verbs">
          <Action
            primary={item.interimLead === null}
            allowed={item.can.interim}
            reasonAt="below"
            onClick={() => setDoing('interim')}
          >
            {t('setInterim')}
          </Action>
        </div>
      )}
    </Section>
  )
}

const Discussion = ({ item }: { item: Item }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <>
      <Section title={t('discussion')}>
        {item.can.note === true ? (
          <WordsForm item={item} verb="note" name="text" label={t('say')} hint={t('sayHint')} submit={t('send')} />
        ) : (
          <EmptyState>{b(item.can.note)}</EmptyState>
        )}
      </Section>
      <Section title={t('history')} finding={t('historyFinding', { count: item.history.length })}>
        <ol className="tg-list">
          {[...item.history].reverse().map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the history only grows
            <li key={item.history.length - i} className="tg-duty-version">
              <span>
                {b(one)}
                {one.text &&
                  (one.act === 'definition.noted' ? (
                    <span className="said">{one.text}</span>
                  ) : (
                    <span className="i2"> {one.text}</span>
                  ))}
              </span>
              <small className="i3">
                {b(one.agency)} {b(one.post)} <PortTime at={one.at} />
              </small>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}
