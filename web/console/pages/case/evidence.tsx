import type { Signal, SignalField } from '../../../../src/actions/signals/model.ts'
import { EmptyState, Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** The fields as they came, grouped by who may see them. Only what the server gives is named: what is hidden stays hidden. */
export const Evidence = ({ signal }: { signal: Signal }) => {
  const t = useText(text)
  const b = useBilingual()
  const groups = [
    { name: null, label: t('basicPart') },
    ...signal.parts.map((part) => ({ name: part.name as string | null, label: b(part.label) })),
  ]
    .map((group) => ({ ...group, fields: signal.fields.filter((field) => field.part === group.name) }))
    .filter((group) => group.fields.length > 0)
  return (
    <Section title={t('evidence')} finding={t('evidenceFinding', { count: signal.fields.length })}>
      {groups.length === 0 && <EmptyState>{t('evidenceNone')}</EmptyState>}
      {groups.map((group) => (
        <table key={group.name ?? ''} className="tg-evidence">
          <caption className={groups.length === 1 ? 'for-readers' : undefined}>
            {group.label}
            {group.name !== null && <small className="i3">{t('onlySome')}</small>}
          </caption>
          <tbody>
            {group.fields.map((field) => (
              <Field key={field.key} field={field} />
            ))}
          </tbody>
        </table>
      ))}
    </Section>
  )
}

const Field = ({ field }: { field: SignalField }) => {
  const t = useText(text)
  const b = useBilingual()
  const shown = b(field.display)
  const code = field.value === null ? '' : String(field.value)
  return (
    <tr>
      <th scope="row">{b(field.label)}</th>
      <td>
        {field.value === null || shown === '' ? (
          <span className="tg-missing">{t('notStated')}</span>
        ) : typeof field.value === 'boolean' ? (
          t(field.value ? 'yes' : 'no')
        ) : (
          <>
            {shown}
            {typeof field.value === 'string' && !shown.includes(code) && <small className="i3">{code}</small>}
          </>
        )}
      </td>
    </tr>
  )
}
