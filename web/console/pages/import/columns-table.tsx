import type { ImportPreview } from '../../../../src/actions/signals/model.ts'
import { useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

const HOW = {
  remembered: 'howRemembered',
  chosen: 'howChosen',
  guessed: 'howGuessed',
  unknown: 'howUnknown',
  left_out: 'leftOut',
} as const

const SAMPLES = 3

/** One row per column of the file: what it is called, what stands in it, which field it becomes and who said so. */
export const ColumnsTable = ({
  preview,
  onChoose,
}: {
  preview: ImportPreview
  onChoose: (name: string, field: string | null) => void
}) => {
  const t = useText(text)
  return (
    <table className="tg-mapping" aria-label={t('columnsTitle')}>
      <thead>
        <tr>
          <th scope="col">{t('fileColumn')}</th>
          <th scope="col">{t('samples')}</th>
          <th scope="col">{t('becomes')}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map((column, index) => (
          <tr key={column.name}>
            <th scope="row">{column.name}</th>
            <td className="i3 sm">
              <Samples values={preview.samples[index] ?? []} />
            </td>
            <td>
              {column.how === 'left_out' ? (
                <span className="i3">{t('leftOut')}</span>
              ) : (
                <Choice column={column} fields={preview.fields} onChoose={onChoose} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Samples = ({ values }: { values: readonly string[] }) => {
  const t = useText(text)
  const said = [...new Set(values)].filter((value) => value !== '').slice(0, SAMPLES)
  return <span className="ell">{said.length > 0 ? said.join(' · ') : t('empty')}</span>
}

type ChoiceProps = {
  column: ImportPreview['columns'][number]
  fields: ImportPreview['fields']
  onChoose: (name: string, field: string | null) => void
}

const Choice = ({ column: { name, field, how }, fields, onChoose }: ChoiceProps) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <div className="choice">
      <select
        className="tg-select"
        aria-label={t('fieldOf', { name })}
        value={field ?? ''}
        onChange={(event) => onChoose(name, event.target.value || null)}
      >
        <option value="">{t('unread')}</option>
        {fields.map((one) => (
          <option key={one.key} value={one.key}>
            {one.required ? t('requiredField', { name: b(one) }) : b(one)}
          </option>
        ))}
      </select>
      <small className={how === 'unknown' ? 'i2' : 'i3'}>{t(HOW[how])}</small>
    </div>
  )
}
