import type { Bilingual } from '../../../../../src/base/public.ts'
import { Action, useBilingual } from '../../../../kit/public.ts'

type Props = { allowed: true | Bilingual; label: string; onPress: () => void }

/** In the head of a section: small, at the edge. Where it is refused it stands below with its reason: `Refused`. */
export const SectionAction = ({ allowed, label, onPress }: Props) =>
  allowed === true ? (
    <Action small onClick={onPress}>
      {label}
    </Action>
  ) : null

export const Refused = ({ allowed, label }: Omit<Props, 'onPress'>) => {
  const b = useBilingual()
  if (allowed === true) return null
  return (
    <div className="tg-dl-ask">
      <Action small allowed={b(allowed)} reasonAt="after">
        {label}
      </Action>
    </div>
  )
}
