import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { ChangeSettings, Settings } from '../../../../src/engine/outbox/model.ts'
import {
  Action,
  Column,
  Columns,
  Field,
  FormFault,
  faultsByField,
  LEVELS,
  Level,
  Loaded,
  Page,
  problemWords,
  Section,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, put, queryClient, useChanges } from '../../api/public.ts'
import { Radios } from '../warnings/radios.tsx'
import { ReceiptWords } from '../warnings/receipts.tsx'
import { useAct } from '../warnings/use-act.ts'
import { Screen } from './screen.tsx'
import { Subscriptions } from './subscriptions.tsx'
import { text } from './text.ts'
import { Tick } from './tick.tsx'
import { renewNotifications, SETTINGS_KEY, useSettings } from './use-notifications.ts'
import '../warnings/warnings.css'
import './notifications.css'

/** Anybody: how am I told, when am I left alone, and of what do we want to hear? */
const Notifications = () => {
  const t = useText(text)
  const settings = useSettings()
  useChanges(['notice'], () => void queryClient.invalidateQueries({ queryKey: SETTINGS_KEY }))
  return (
    <Page title={t('title')} finding={t('finding')}>
      <Loaded query={settings}>
        {(data) => (
          <Columns template="minmax(0, 1fr) minmax(0, 1fr)">
            <Column>
              <SettingsForm settings={data} />
            </Column>
            <Column>
              <Subscriptions />
            </Column>
          </Columns>
        )}
      </Loaded>
    </Page>
  )
}

export default Notifications

const changeOf = (settings: Settings): ChangeSettings => ({
  email: settings.email,
  levels: settings.levels,
  quiet: settings.quiet,
  zone: settings.zone,
  sound: settings.sound,
  browser: settings.browser,
  showTitle: settings.showTitle,
})

/** Every half hour, by the 24-hour clock in both languages. */
const HALF_HOURS = Array.from({ length: 48 }, (_, i) => ({
  value: i * 30,
  label: `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}`,
}))
/** Where nobody has chosen yet. */
const NIGHT = { from: 22 * 60, to: 7 * 60 }
const ZONES = Intl.supportedValuesOf('timeZone')
const FIELDS = ['email', 'zone'] as const

const SettingsForm = ({ settings }: { settings: Settings }) => {
  const t = useText(text)
  const locale = useLocale()
  const [edited, setEdited] = useState<Partial<ChangeSettings>>({})
  const [saved, setSaved] = useState(false)
  const value: ChangeSettings = { ...changeOf(settings), ...edited }
  const mail = value.email ?? { address: '', locale, active: false }
  const change = (some: Partial<ChangeSettings>) => {
    setSaved(false)
    setEdited((before) => ({ ...before, ...some }))
  }
  const act = useAct((body: ChangeSettings) => put<Settings>('/notifications/settings', body))
  const faults = act.problem ? faultsByField(act.problem, FIELDS, locale) : {}
  const said = act.problem && problemWords(act.problem, locale)
  const dirty = JSON.stringify(value) !== JSON.stringify(changeOf(settings))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await act.run({ ...value, email: mail.address.trim() === '' ? null : mail })
    if (!done) return
    setEdited({})
    setSaved(true)
    queryClient.setQueryData(SETTINGS_KEY, done.answer)
  }
  return (
    <form className="tg-notify" noValidate onSubmit={(event) => void submit(event)}>
      <Section title={t('mail')} finding={settings.mailSetUp ? undefined : t('mailNotSetUp')}>
        <div className="fields">
          <Field label={t('mailAddress')} hint={t('mailHint')} error={faults['email']}>
            <Input
              type="email"
              autoComplete="email"
              maxLength={200}
              value={mail.address}
              onChange={(event) =>
                change({ email: { ...mail, address: event.target.value, active: mail.active || mail.address === '' } })
              }
            />
          </Field>
          <Tick
            label={t('mailOn')}
            checked={mail.active}
            onChange={(active) => change({ email: { ...mail, active } })}
          />
          <Radios
            legend={t('mailLocale')}
            value={mail.locale}
            onChange={(chosen) => change({ email: { ...mail, locale: chosen } })}
            choices={[
              { value: 'zh', label: t('zhName') },
              { value: 'en', label: t('enName') },
            ]}
          />
          <fieldset className="tg-radios tg-field">
            <legend>{t('levels')}</legend>
            <small className="i3">{t('levelsHint')}</small>
            <div className="choices">
              {LEVELS.toReversed().map((level) => (
                <label key={level}>
                  <input
                    type="checkbox"
                    checked={value.levels.includes(level)}
                    onChange={(event) =>
                      change({
                        levels: LEVELS.filter((one) =>
                          one === level ? event.target.checked : value.levels.includes(one),
                        ),
                      })
                    }
                  />
                  <Level level={level} />
                </label>
              ))}
            </div>
          </fieldset>
          <MailTest settings={settings} />
        </div>
      </Section>
      <Section title={t('quiet')}>
        <div className="fields">
          <Tick
            label={t('quietOn')}
            hint={t('quietHint')}
            checked={value.quiet !== null}
            onChange={(on) => change({ quiet: on ? NIGHT : null })}
          />
          {value.quiet && (
            <div className="pair">
              <Field label={t('quietFrom')}>
                <Select
                  value={value.quiet.from}
                  options={HALF_HOURS}
                  onChange={(from: number) => change({ quiet: { ...value.quiet!, from } })}
                />
              </Field>
              <Field label={t('quietTo')}>
                <Select
                  value={value.quiet.to}
                  options={HALF_HOURS}
                  onChange={(to: number) => change({ quiet: { ...value.quiet!, to } })}
                />
              </Field>
              <Field label={t('zone')} hint={t('zoneHint')} error={faults['zone']}>
                <Select
                  showSearch
                  value={value.zone}
                  options={[...new Set([value.zone, ...ZONES])].map((zone) => ({ value: zone, label: zone }))}
                  onChange={(zone: string) => change({ zone })}
                />
              </Field>
            </div>
          )}
        </div>
      </Section>
      <Screen value={value} onChange={change} />
      <div className="save">
        {said && !faults['email'] && !faults['zone'] && (
          <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />
        )}
        <Action allowed={settings.can.change} submit primary busy={act.busy} reasonAt="after">
          {t('save')}
        </Action>
        <small className="i3" role="status">
          {dirty ? t('unsaved') : saved ? t('saved') : ''}
        </small>
      </div>
    </form>
  )
}

const MailTest = ({ settings }: { settings: Settings }) => {
  const t = useText(text)
  const locale = useLocale()
  const [tested, setTested] = useState(false)
  const act = useAct((_: null, idempotencyKey) => post('/notifications/test', undefined, { idempotencyKey }))
  const allowed = settings.can.test
  const test = async () => {
    const done = await act.run(null)
    setTested(done !== undefined)
    void renewNotifications()
  }
  const said = act.problem && problemWords(act.problem, locale)
  return (
    <div className="test">
      <span className="tg-action after">
        <Button
          loading={act.busy}
          className={allowed === true ? '' : 'tg-off'}
          aria-disabled={allowed === true ? undefined : true}
          onClick={() => allowed === true && void test()}
        >
          {t('mailTest')}
        </Button>
        {allowed !== true && <small className="i3">{allowed[locale]}</small>}
        {tested && <small className="i3">{t('mailTested')}</small>}
      </span>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      <p className="sm">
        <span className="i3">{t('lastMail')}</span>{' '}
        {settings.last ? <ReceiptWords row={settings.last} /> : <span className="i3">{t('lastNone')}</span>}
      </p>
    </div>
  )
}
