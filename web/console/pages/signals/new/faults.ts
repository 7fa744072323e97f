/** Faults of the server at the fields they belong to. While somebody still writes, an empty field is no fault. Pure. */
import type { SignalForm } from '../../../../../src/actions/signals/model.ts'

type Fault = { field: string; zh: string; en: string }

/** Faults name a field by its key or by its label. */
export const keyOfFault = (form: SignalForm, field: string): string | undefined =>
  form.columns.find((one) => one.key === field || one.label.en === field || one.label.zh === field)?.key

/** `Container: give …` stands beside its label already. */
const withoutLabel = (form: SignalForm, key: string, words: string): string => {
  const label = form.columns.find((one) => one.key === key)?.label
  for (const name of [label?.zh, label?.en])
    for (const by of ['：', ': '])
      if (name && words.startsWith(`${name}${by}`)) return words.slice(name.length + by.length)
  return words
}

export const shownFaults = (
  form: SignalForm,
  values: Readonly<Record<string, string>>,
  faults: readonly Fault[],
  /** True once it was sent: then what is missing is told too. */
  tried: boolean,
  locale: 'zh' | 'en',
): Record<string, string> => {
  const shown: Record<string, string> = {}
  for (const fault of faults) {
    const key = keyOfFault(form, fault.field)
    if (key === undefined || shown[key] !== undefined) continue
    if (!tried && (values[key] ?? '').trim() === '') continue
    shown[key] = withoutLabel(form, key, fault[locale])
  }
  return shown
}
