import { Button, Input } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import type { CalendarView } from '../../../../src/environment/duties/browse-model.ts'
import {
  Action,
  Column,
  Columns,
  Field,
  FormFault,
  faultsByField,
  Loaded,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Due, EntryLink, SiteTag } from './parts.tsx'
import { text } from './text.ts'
import { renewDuties, useCalendar } from './use-duties.ts'

/** Which years are loaded, what is missing, and what follows from that. */
export const Calendar = () => {
  const t = useText(text)
  const b = useBilingual()
  const calendar = useCalendar()
  return (
    <Loaded query={calendar}>
      {(view) => (
        <Columns template="minmax(0, 1fr) 440px">
          <Column>
            {[...view.years].reverse().map((year) => (
              <Year key={year.year} year={year} />
            ))}
          </Column>
          <Column>
            <Load view={view} />
            <Section title={t('follows')} finding={t('followsFinding', { count: view.deadlines.length })}>
              <p className="tg-duty-note i2">{t('followsWords')}</p>
              <ul className="tg-list">
                {view.deadlines.map((one) => (
                  <li key={one.id} className="tg-duty-task">
                    <EntryLink id={one.id}>{b(one.event)}</EntryLink>
                    <Due deadline={one} />
                  </li>
                ))}
              </ul>
            </Section>
          </Column>
        </Columns>
      )}
    </Loaded>
  )
}

const monthDay = (day: string): string => day.slice(5)

/** A run of days as its first and last. */
const span = (days: readonly string[]): string =>
  days.length < 2 ? days.map(monthDay).join('') : `${monthDay(days[0]!)} – ${monthDay(days.at(-1)!)}`

const Year = ({ year }: { year: CalendarView['years'][number] }) => {
  const t = useText(text)
  const b = useBilingual()
  const finding = year.complete
    ? [t('yearComplete'), ...(year.workingDays === null ? [] : [t('workingDays', { count: year.workingDays })])].join(
        t('comma'),
      )
    : t('yearMissing')
  return (
    <Section
      title={String(year.year)}
      finding={year.complete ? finding : <b>{finding}</b>}
      end={<SiteTag shown={year.revised} />}
    >
      {year.complete && (
        <dl className="tg-facts">
          {year.holidays.map((holiday) => (
            <div key={holiday.id}>
              <dt>{b(holiday)}</dt>
              <dd>{span(holiday.days)}</dd>
            </div>
          ))}
          <div>
            <dt>{t('makeUp')}</dt>
            <dd>{year.makeUpWorkingDays.map(monthDay).join(t('listed')) || t('noMakeUp')}</dd>
          </div>
        </dl>
      )}
      <p className="tg-duty-note i3 sm">
        {t('source', { source: b(year.source) })} {b(year.note)}
      </p>
    </Section>
  )
}

type NewYear = { year: number; source: string; text: string }

const Load = ({ view }: { view: CalendarView }) => {
  const t = useText(text)
  const locale = useLocale()
  const missing = view.years.find((one) => !one.complete)?.year
  const [year, setYear] = useState(String(missing ?? Number(view.today.slice(0, 4)) + 1))
  const [source, setSource] = useState('')
  const [days, setDays] = useState('')
  const [done, setDone] = useState<string | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const load = useAct<NewYear, { id: string }>((body, idempotencyKey) =>
    post('/law/calendar', body, { idempotencyKey }),
  )
  const problem = load.problem
  const named = problem ? faultsByField(problem, ['year', 'source'], locale) : {}
  const rows = problem?.fields.filter((fault) => !['year', 'source'].includes(fault.field.replace(/^\//, ''))) ?? []
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setDone(null)
    const made = await load.run({ year: Number(year), source: source.trim(), text: days })
    if (!made) return
    setDone(year)
    setDays('')
    await renewDuties()
  }
  return (
    <Section title={t('loadYear')}>
      <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
        {problem && problem.fields.length === 0 && <FormFault {...problemWords(problem, locale)} />}
        {rows.length > 0 && (
          <div className="tg-form-fault" role="alert">
            <p>
              <b>{t('rowFaults', { count: rows.length })}</b>
            </p>
            <ul>
              {rows.map((fault) => (
                <li key={`${fault.row} ${fault.zh}`}>{fault[locale]}</li>
              ))}
            </ul>
          </div>
        )}
        {done && (
          <p className="i2" role="status">
            {t('loaded', { year: done })}
          </p>
        )}
        <Field label={t('year')} required error={named['year']}>
          <Input inputMode="numeric" maxLength={4} value={year} onChange={(event) => setYear(event.target.value)} />
        </Field>
        <Field label={t('sourceField')} hint={t('sourceHint')} required error={named['source']}>
          <Input maxLength={300} value={source} onChange={(event) => setSource(event.target.value)} />
        </Field>
        <Field label={t('days')} hint={t('daysHint')} required>
          <Input.TextArea
            autoSize={{ minRows: 6, maxRows: 16 }}
            maxLength={20_000}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
        <div className="ends">
          <Action submit primary allowed={view.can.load} busy={load.busy} reasonAt="below">
            {t('load')}
          </Action>
          <Button onClick={() => file.current?.click()}>{t('chooseFile')}</Button>
          <input
            ref={file}
            type="file"
            accept=".csv,.txt,text/plain,text/csv"
            hidden
            aria-label={t('chooseFile')}
            onChange={(event) => {
              const chosen = event.target.files?.[0]
              if (chosen) void chosen.text().then(setDays)
              event.target.value = ''
            }}
          />
        </div>
      </form>
    </Section>
  )
}
