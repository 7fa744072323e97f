import { Input, InputNumber, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { NewSource, ScanSource } from '../../../../src/actions/scan/model.ts'
import {
  Action,
  EmptyState,
  Field,
  FormFault,
  faultsByField,
  Loaded,
  problemWords,
  RelativeTime,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewScan, useKinds, useSources } from './use-scan.ts'

/** Where we look, how often, who looked last: what nobody looked at in time stands first. */
export const Sources = () => {
  const t = useText(text)
  const query = useSources()
  const right = useRight('scan.write')
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={t('sources')}
      finding={t('sourcesFinding')}
      end={
        right === true && (
          <button type="button" className="tg-link" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {t('addSource')}
          </button>
        )
      }
    >
      {adding && <SourceForm onDone={() => setAdding(false)} />}
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState>{t('sourcesNone')}</EmptyState>
          ) : (
            <ul className="tg-list tg-scan-sources" aria-label={t('sources')}>
              {[...rows]
                .sort((a, b) => Number(b.stale) - Number(a.stale) || a.dueAt.localeCompare(b.dueAt))
                .map((source) => (
                  <SourceLine key={source.id} source={source} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

const SourceLine = ({ source }: { source: ScanSource }) => {
  const t = useText(text)
  const b = useBilingual()
  const check = useAct((_: null, idempotencyKey) => post(`/scan/sources/${source.id}/check`, {}, { idempotencyKey }))
  const retire = useAct((_: null, idempotencyKey) => post(`/scan/sources/${source.id}/retire`, {}, { idempotencyKey }))
  const run = async (act: typeof check) => {
    await act.run(null)
    await renewScan()
  }
  return (
    <li>
      <span className={source.stale ? 'st' : undefined}>
        {source.url === '' ? (
          source.name
        ) : (
          <a href={source.url} target="_blank" rel="noreferrer noopener" title={t('openOriginal')}>
            {source.name}
          </a>
        )}
      </span>
      <span className="verbs">
        <Action small allowed={source.can.check} busy={check.busy} onClick={() => void run(check)}>
          {t('check')}
        </Action>
        {source.can.retire === true && (
          <Action small busy={retire.busy} onClick={() => void run(retire)}>
            {t('retire')}
          </Action>
        )}
      </span>
      <small className="i3">
        {[t(`kind_${source.kind}`), b(source.agency), t('everyDays', { count: source.everyDays })].join(t('separator'))}
        {t('separator')}
        {source.checkedAt === null ? (
          t('never')
        ) : (
          <>
            {source.checkedBy && t('checkedBy', { post: b(source.checkedBy) })} <RelativeTime at={source.checkedAt} />
          </>
        )}
        {source.stale && (
          <>
            {t('separator')}
            <b>{t('stale')}</b>
          </>
        )}
      </small>
    </li>
  )
}

const SourceForm = ({ onDone }: { onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const kinds = useKinds()
  const [values, setValues] = useState<NewSource>({ kind: 'law', name: '', url: '', everyDays: 7 })
  const [tried, setTried] = useState(false)
  const add = useAct((body: NewSource, idempotencyKey) => post('/scan/sources', body, { idempotencyKey }))
  const faults = add.problem ? faultsByField(add.problem, ['name', 'url', 'everyDays', 'kind'], locale) : {}
  const said = add.problem && problemWords(add.problem, locale)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (values.name.trim() === '') return
    if (await add.run(values)) {
      await renewScan()
      onDone()
    }
  }
  return (
    <form className="tg-scan-form" noValidate onSubmit={(event) => void submit(event)}>
      {said && Object.keys(faults).length === 0 && <FormFault what={said.what} remedy={said.remedy} />}
      <Field
        label={t('sourceName')}
        hint={t('sourceNameHint')}
        required
        error={tried && values.name.trim() === '' ? t('missing') : faults['name']}
      >
        <Input
          autoFocus
          maxLength={120}
          value={values.name}
          onChange={(event) => setValues({ ...values, name: event.target.value })}
        />
      </Field>
      <Field label={t('sourceUrl')} error={faults['url']}>
        <Input
          maxLength={500}
          value={values.url}
          placeholder="https://"
          onChange={(event) => setValues({ ...values, url: event.target.value.trim() })}
        />
      </Field>
      <div className="tg-pair">
        <Field label={t('kind')} required>
          <Select options={kinds} value={values.kind} onChange={(kind) => setValues({ ...values, kind })} />
        </Field>
        <Field label={t('sourceEvery')} required error={faults['everyDays']}>
          <InputNumber
            min={1}
            max={366}
            precision={0}
            value={values.everyDays}
            onChange={(everyDays) => everyDays !== null && setValues({ ...values, everyDays })}
          />
        </Field>
      </div>
      <div className="ends">
        <Action submit primary busy={add.busy}>
          {t('save')}
        </Action>
        <Action onClick={onDone}>{t('cancel')}</Action>
      </div>
    </form>
  )
}
