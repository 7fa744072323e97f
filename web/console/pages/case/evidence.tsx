import type { Signal, SignalField } from '../../../../src/actions/signals/model.ts'
import { EmptyState, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

type Heading = SignalField['group']
type Group = { key: string; label: Heading; part: string | null; fields: SignalField[] }

/** Fields under their headings, in the order they come: first what everybody sees, then part by part. */
const groupsOf = (signal: Signal): Group[] => {
  const groups: Group[] = []
  for (const part of [null, ...signal.parts])
    for (const field of signal.fields) {
      if (field.part !== (part?.name ?? null)) continue
      const label = part ? part.label : field.group
      const key = `${part?.name ?? ''} ${label.en}`
      const group = groups.find((one) => one.key === key)
      if (group) group.fields.push(field)
      else groups.push({ key, label, part: part?.name ?? null, fields: [field] })
    }
  return groups
}

/** The fields as they came, by heading and by who may see them. Only what the server gives is named: what is hidden stays hidden. */
export const Evidence = ({ signal }: { signal: Signal }) => {
  const t = useText(text)
  const b = useBilingual()
  const groups = groupsOf(signal)
  const stated = signal.fields.filter((field) => field.value !== null).length
  return (
    <Section title={t('evidence')} finding={t('evidenceFinding', { count: stated })}>
      {groups.length === 0 && <EmptyState>{t('evidenceNone')}</EmptyState>}
      {groups.map((group) => (
        <table key={group.key} className="tg-evidence">
          <caption className={groups.length === 1 ? 'for-readers' : undefined}>
            {b(group.label)}
            {group.part !== null && <small className="i3">{t('onlySome')}</small>}
          </caption>
          <tbody>
            {statedOf(group).map((field) => (
              <Field key={field.key} field={field} />
            ))}
            <Unstated fields={group.fields.filter((field) => !statedOf(group).includes(field))} />
          </tbody>
        </table>
      ))}
    </Section>
  )
}

/** One that was not stated stands in its place; several are named in one line, so that what was stated can be read. */
const statedOf = ({ fields }: Group): SignalField[] => {
  const stated = fields.filter((field) => field.value !== null)
  return fields.length - stated.length > 1 ? stated : fields
}

const Unstated = ({ fields }: { fields: readonly SignalField[] }) => {
  const t = useText(text)
  const b = useBilingual()
  if (fields.length === 0) return null
  return (
    <tr>
      <th scope="row">
        <span className="tg-missing">{t('notStated')}</span>
      </th>
      <td className="i3">{fields.map((field) => b(field.label)).join(t('listed'))}</td>
    </tr>
  )
}

const Field = ({ field }: { field: SignalField }) => {
  const t = useText(text)
  const b = useBilingual()
  const shown = b(field.display)
  return (
    <tr>
      <th scope="row">{b(field.label)}</th>
      <td>
        {field.value === null || shown === '' ? (
          <span className="tg-missing">{t('notStated')}</span>
        ) : field.type === 'instant' ? (
          <PortTime at={String(field.value)} />
        ) : (
          shown
        )}
      </td>
    </tr>
  )
}
