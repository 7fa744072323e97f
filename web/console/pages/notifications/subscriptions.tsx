import { Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { NewSubscription, Subscription } from '../../../../src/actions/warn/model.ts'
import {
  Action,
  DataList,
  EmptyState,
  Field,
  FormFault,
  LEVELS,
  Level,
  LevelShape,
  Loaded,
  levelWord,
  PortTime,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useReference } from '../../api/public.ts'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { useWord } from '../warnings/use-reference.ts'
import { text } from './text.ts'
import { renewNotifications, useSubscriptions } from './use-notifications.ts'

/** What the agency and its posts asked to hear of. */
export const Subscriptions = () => {
  const t = useText(text)
  const subscriptions = useSubscriptions()
  return (
    <Section
      title={t('subscriptions')}
      finding={subscriptions.data && t('subscriptionsFinding', { count: subscriptions.data.rows.length })}
    >
      <p className="tg-notify-hint">{t('subscriptionsHint')}</p>
      <Loaded query={subscriptions}>
        {({ rows, can }) => (
          <>
            <DataList
              label={t('subscriptions')}
              rows={rows}
              rowKey={(row) => row.id}
              empty={<EmptyState>{t('subscriptionsNone')}</EmptyState>}
            >
              {(row) => <Line row={row} />}
            </DataList>
            <NewForm can={can} />
          </>
        )}
      </Loaded>
    </Section>
  )
}

const Line = ({ row }: { row: Subscription }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const place = useWord('places')
  const end = useAct((_: null, idempotencyKey) => post(`/subscriptions/${row.id}/end`, undefined, { idempotencyKey }))
  const said = end.problem && problemWords(end.problem, locale)
  const what = row.riskType ?? row.domain
  return (
    <div className="tg-subscription">
      <span className="what">
        <LevelShape level={row.minLevel} />{' '}
        {row.minLevel === 'red' ? t('onlyRed') : t('andAbove', { level: levelWord(row.minLevel, locale) })}
        {t('separator')}
        {what ? b(what) : t('every')}
        {t('separator')}
        {row.place ? place(row.place) : t('everyPlace')}
      </span>
      <small className="i3">
        {row.post ? b(row.post) : t('forAgency')}
        {t('separator')}
        {b(row.madeBy)} {t('since')} <PortTime at={row.madeAt} />
      </small>
      <span className="act">
        <Action
          small
          allowed={row.can.end}
          busy={end.busy}
          onClick={() => void end.run(null).then(() => renewNotifications())}
        >
          {t('endSubscription')}
        </Action>
      </span>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}

type Can = { forAgency: Subscription['can']['end']; forPost: Subscription['can']['end'] }

const NewForm = ({ can }: { can: Can }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const reference = useReference().data
  const [whom, setWhom] = useState<NewSubscription['for']>(can.forAgency === true ? 'agency' : 'post')
  const [subject, setSubject] = useState('')
  const [place, setPlace] = useState('')
  const [minLevel, setMinLevel] = useState<NewSubscription['minLevel']>('yellow')
  const act = useAct((body: NewSubscription, idempotencyKey) => post('/subscriptions', body, { idempotencyKey }))
  const said = act.problem && problemWords(act.problem, locale)
  const allowed = whom === 'agency' ? can.forAgency : can.forPost
  const [kind, id] = subject.split(':')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (allowed !== true) return
    const done = await act.run({
      for: whom,
      minLevel,
      ...(kind === 'domain' ? { domain: id! } : {}),
      ...(kind === 'risk' ? { riskType: id! } : {}),
      ...(place === '' ? {} : { place: place as 'sea' }),
    })
    if (!done) return
    setSubject('')
    setPlace('')
    void renewNotifications()
  }
  const words = (one: { zh: string; en: string }) => `${one.zh} ${one.en}`.toLowerCase()
  return (
    <form className="tg-notify-form" noValidate onSubmit={(event) => void submit(event)}>
      <h3>{t('addSubscription')}</h3>
      <Radios
        legend={t('subFor')}
        value={whom}
        onChange={setWhom}
        choices={[
          { value: 'agency', label: t('forAgency') },
          { value: 'post', label: t('forPost') },
        ]}
      />
      <div className="pair">
        <Field label={t('subDomain')}>
          <Select
            showSearch={{
              filterOption: (input, option) =>
                String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
            }}
            value={subject}
            onChange={(next: string) => setSubject(next)}
            options={[
              { value: '', label: t('every'), words: '' },
              ...(reference?.domains ?? []).map((domain) => ({
                label: b(domain),
                options: [
                  { value: `domain:${domain.id}`, label: b(domain), words: words(domain) },
                  ...domain.risks.map((risk) => ({
                    value: `risk:${risk.id}`,
                    label: b(risk),
                    words: `${words(risk)} ${words(domain)}`,
                  })),
                ],
              })),
            ]}
          />
        </Field>
        <Field label={t('subPlace')}>
          <Select
            value={place}
            onChange={(next: string) => setPlace(next)}
            options={[
              { value: '', label: t('everyPlace') },
              ...(reference?.places ?? []).map((one) => ({ value: one.id, label: b(one) })),
            ]}
          />
        </Field>
      </div>
      <Radios
        legend={t('subLevel')}
        value={minLevel}
        onChange={setMinLevel}
        choices={LEVELS.toReversed().map((level) => ({ value: level, label: <Level level={level} /> }))}
      />
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      <Action submit allowed={allowed} busy={act.busy} reasonAt="after">
        {t('subscribe')}
      </Action>
    </form>
  )
}
