/** Free text of officers: trimmed, and refused where it holds what may be a person's number, with the remedy. Names are not recognised. */
import { DomainError, type FieldFault } from '../../base/public.ts'
import { findPersonPatterns, PERSON_PATTERN_WORDS } from '../signals/public.ts'

/** @throws DomainError `invalid` naming every field that may hold personal data. The text itself is never repeated. */
export const checkFreeText = (fields: Readonly<Record<string, string | null | undefined>>): void => {
  const faults = Object.entries(fields).flatMap(([field, text]): FieldFault[] => {
    const kinds = [...new Set(findPersonPatterns(text ?? '').map((one) => one.kind))]
    if (kinds.length === 0) return []
    const zh = kinds.map((kind) => PERSON_PATTERN_WORDS[kind].zh).join('、')
    const en = kinds.map((kind) => PERSON_PATTERN_WORDS[kind].en).join(', ')
    return [
      {
        field,
        zh: `文字中疑似含有${zh}。请删去；需要时通过个人信息专库引用。`,
        en: `The text seems to contain ${en}. Take it out; where a person must be named, refer to the vault.`,
      },
    ]
  })
  const [first] = faults
  if (first) throw new DomainError('invalid', { zh: first.zh, en: first.en }, { fields: faults })
}
