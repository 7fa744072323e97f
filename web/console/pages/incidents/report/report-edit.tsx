import { Button, Input } from 'antd'
import { type FormEvent, useEffect, useState } from 'react'
import type { Report } from '../../../../../src/actions/report/model.ts'
import { Field, FormFault, faultsByField, problemWords, useLocale, useText } from '../../../../kit/public.ts'
import { text } from './text.ts'
import { useReportAct } from './use-reports.ts'

type Section = Report['sections'][number]

/** The draft, section by section: what the record gave is there to be checked, what only a person knows is to be written. */
export const ReportEdit = ({ report, onDirty }: { report: Report; onDirty: (dirty: boolean) => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const act = useReportAct()
  const [words, setWords] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(report.sections.map((section) => [section.key, section.text])),
  )
  const [saved, setSaved] = useState(false)
  const edited = report.sections.filter(
    (section) => section.form === 'text' && (words[section.key] ?? '').trim() !== section.text,
  )
  const dirty = edited.length > 0
  useEffect(() => onDirty(dirty), [dirty, onDirty])
  const keys = report.sections.map((section) => section.key)
  const faults = act.problem ? faultsByField(act.problem, keys, locale) : {}
  const said = act.problem && problemWords(act.problem, locale)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const sections = edited.map(({ key }) => ({ key, text: (words[key] ?? '').trim() }))
    setSaved((await act.send(`/reports/${report.id}/edit`, { sections })) !== undefined)
  }
  return (
    <form className="tg-rp-edit" noValidate onSubmit={(event) => void save(event)}>
      {report.sections.map((section) => (
        <Part
          key={section.key}
          section={section}
          lang={report.locale === 'zh' ? 'zh-CN' : 'en'}
          value={words[section.key] ?? ''}
          fault={faults[section.key]}
          onChange={(value) => {
            setSaved(false)
            setWords((before) => ({ ...before, [section.key]: value }))
          }}
        />
      ))}
      {said && keys.every((key) => !faults[key]) && <FormFault what={said.what} remedy={said.remedy} />}
      <div className="ends">
        <Button type="primary" htmlType="submit" loading={act.busy} disabled={!dirty}>
          {t('save')}
        </Button>
        <small className="i3" role="status">
          {saved && !dirty ? t('saved') : ''}
        </small>
      </div>
    </form>
  )
}

const Part = ({
  section,
  lang,
  value,
  fault,
  onChange,
}: {
  section: Section
  /** Of the report, which may be another than the page's. */
  lang: string
  value: string
  fault: string | undefined
  onChange: (value: string) => void
}) => {
  const t = useText(text)
  if (section.form === 'table')
    return (
      <div className="tg-rp-table">
        <b lang={lang}>{section.title}</b>{' '}
        <small className="i3">
          {t('generated')}
          {t('comma')}
          {t('rows', { count: section.rows.length })}
          {t('comma')}
          {t('fromRecord')}
        </small>
      </div>
    )
  const isTyped = section.generated === ''
  const origin =
    value.trim() === '' ? 'empty' : isTyped ? 'typed' : value.trim() === section.generated ? 'generated' : 'edited'
  return (
    <div>
      <Field
        label={
          <>
            <span lang={lang}>{section.title}</span>{' '}
            <small className={origin === 'empty' && section.required ? 'st' : 'i3'}>{t(origin)}</small>
          </>
        }
        {...(section.hint === '' ? {} : { hint: <span lang={lang}>{section.hint}</span> })}
        required={section.required}
        error={fault}
      >
        <Input.TextArea
          autoSize={{ minRows: isTyped ? 2 : 3, maxRows: 14 }}
          maxLength={20_000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {origin === 'edited' && (
        <button type="button" className="tg-link" onClick={() => onChange(section.generated)}>
          {t('restore')}
        </button>
      )}
    </div>
  )
}
