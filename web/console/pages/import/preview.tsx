import { useId, useRef, useState } from 'react'
import type { ImportPreview } from '../../../../src/actions/signals/model.ts'
import {
  Action,
  EmptyState,
  Field,
  formatNumber,
  PortTime,
  type Problem,
  Section,
  toProblem,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { ColumnsTable } from './columns-table.tsx'
import { Refusal } from './refusal.tsx'
import { sizeWords } from './size.ts'
import { text } from './text.ts'
import { beginImport, discardUpload, previewColumns, type Staged, stage } from './use-imports.ts'

type Props = { staged: Staged; onStaged: (staged: Staged | null) => void; onBegun: (id: string) => void }

const choicesOf = ({ columns }: ImportPreview) =>
  columns.filter(({ how }) => how !== 'left_out').map(({ name, field }) => ({ name, field }))

/** A file before it is taken in: which column is which field, what its first rows become, and the start. */
export const Preview = ({ staged, onStaged, onBegun }: Props) => {
  const t = useText(text)
  const id = useId()
  const [preview, setPreview] = useState(staged.preview)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  // Of two answers only that to the last question counts.
  const asked = useRef(0)

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    setBusy(true)
    try {
      await work()
    } catch (error) {
      setProblem(toProblem(error))
    } finally {
      setBusy(false)
    }
  }
  /** A field has one column: the one that had it gives it up. */
  const choose = (name: string, field: string | null) => {
    const columns = preview.columns.map((one) =>
      one.name === name
        ? { ...one, field, how: 'chosen' as const }
        : field !== null && one.field === field
          ? { ...one, field: null, how: 'chosen' as const }
          : one,
    )
    const next = { ...preview, columns }
    setPreview(next)
    const question = ++asked.current
    void attempt(async () => {
      const answer = await previewColumns({ upload: preview.upload, columns: choicesOf(next) })
      if (question === asked.current) setPreview(answer)
    })
  }
  const chooseSheet = (sheet: string) =>
    void attempt(async () => {
      const next = await stage(staged.file, { source: preview.source, sheet })
      void discardUpload(preview.upload).catch(() => {})
      onStaged({ file: staged.file, preview: next })
    })
  const begin = () =>
    void attempt(async () => onBegun((await beginImport({ upload: preview.upload, columns: choicesOf(preview) })).id))
  const discard = () => {
    void discardUpload(preview.upload).catch(() => {})
    onStaged(null)
  }
  const may = preview.faults.length > 0 ? t('columnsWrongReason') : busy ? t('checking') : true
  return (
    <section aria-labelledby={id} aria-busy={busy}>
      <div className="tg-run">
        <div className="line">
          <h2 id={id} className="ell" title={preview.fileName}>
            {preview.fileName}
          </h2>
          <span className="i2 nw">{sizeWords(preview.bytes, t)}</span>
        </div>
        {preview.sheets.length > 1 && (
          <Field label={t('sheet')}>
            <select
              className="tg-select tg-sheet"
              value={preview.sheet ?? ''}
              disabled={busy}
              onChange={(event) => chooseSheet(event.target.value)}
            >
              {preview.sheets.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </Field>
        )}
        {problem && <Refusal problem={problem} />}
        <Faults preview={preview} />
        <div className="tg-begin">
          <Action primary onClick={begin} allowed={may} reasonAt="after">
            {t('start')}
          </Action>
          <Action onClick={discard}>{t('discard')}</Action>
        </div>
        <p className="i3 sm">{t('remembers')}</p>
      </div>
      <Section title={t('columnsTitle')} finding={<Basis preview={preview} />}>
        <Differs preview={preview} />
        <ColumnsTable preview={preview} onChoose={choose} />
      </Section>
      <FirstRows preview={preview} />
    </section>
  )
}

const Basis = ({ preview: { remembered } }: { preview: ImportPreview }) => {
  const t = useText(text)
  const b = useBilingual()
  if (!remembered) return t('columnsFirst')
  return (
    <>
      {t('columnsKept', { name: remembered.by ? b(remembered.by) : '—', version: remembered.version })} ·{' '}
      <PortTime at={remembered.at} />
    </>
  )
}

/** What keeps the import from beginning, and what would have every row refused. */
const Faults = ({ preview: { faults, oneOf, fields, columns } }: { preview: ImportPreview }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const read = new Set(columns.map(({ field }) => field))
  const missing = oneOf.filter((keys) => !keys.some((key) => read.has(key)))
  if (faults.length + missing.length === 0) return null
  const labels = (keys: readonly string[]) =>
    fields
      .filter(({ key }) => keys.includes(key))
      .map(b)
      .join(locale === 'zh' ? '、' : ', ')
  return (
    <div className="tg-form-fault" role="status">
      <p>
        <b>{t('columnsWrong')}</b>
      </p>
      <ul className="tg-faults">
        {faults.map((fault) => (
          <li key={fault.en}>{fault[locale]}</li>
        ))}
        {missing.map((keys) => (
          <li key={keys.join()}>{t('oneOfMissing', { names: labels(keys) })}</li>
        ))}
      </ul>
    </div>
  )
}

const Differs = ({ preview: { differs } }: { preview: ImportPreview }) => {
  const t = useText(text)
  const locale = useLocale()
  if (!differs) return null
  const list = (names: readonly string[]) => names.slice(0, 20).join(locale === 'zh' ? '、' : ', ')
  return (
    <p className="tg-differs">
      <b>{t('differs')}</b>{' '}
      {[
        differs.added.length > 0 && t('differsAdded', { names: list(differs.added) }),
        differs.gone.length > 0 && t('differsGone', { names: list(differs.gone) }),
      ]
        .filter(Boolean)
        .join(locale === 'zh' ? '；' : '; ')}
    </p>
  )
}

const FirstRows = ({ preview }: { preview: ImportPreview }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const { rows, tried, refused, faults } = preview
  const finding =
    tried === 0 ? undefined : refused === 0 ? t('triedAll', { tried }) : t('triedSome', { tried, refused })
  return (
    <Section title={t('firstRows')} finding={finding}>
      {rows.length === 0 ? (
        <EmptyState>{t(faults.length > 0 ? 'firstRowsNone' : 'firstRowsOnlyHeader')}</EmptyState>
      ) : (
        <ol className="tg-first-rows">
          {rows.map((row) => (
            <li key={row.row}>
              <span className="i3 no">
                {t('row')} {formatNumber(row.row, locale)}
              </span>
              <span className={row.title ? 'i3 what' : 'st what'}>
                {t(row.title ? 'becomesSignal' : 'wouldReject')}
              </span>
              <div>
                {row.title && <p>{b(row.title)}</p>}
                {row.detail && <p className="i3 sm">{b(row.detail)}</p>}
                {row.faults.map((fault) => (
                  <p key={fault.en}>{fault[locale]}</p>
                ))}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
