import { Button } from 'antd'
import { useId } from 'react'
import type { Bilingual } from '../../../../src/base/public.ts'
import { useBilingual, useNames, useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import './verbs.css'

export type Verb = {
  id: string
  label: string
  allowed: true | Bilingual
  onPress: () => void
  primary?: boolean
  busy?: boolean
  /** A form of this verb stands open below. */
  open?: boolean
}

type Props = {
  verbs: readonly Verb[]
  /** Three targets of 56 px, for gloves. */
  touch?: boolean
  /** Right-aligned, in a page's head. */
  atEnd?: boolean
  /** In a row of a list. */
  small?: boolean
}

/** Buttons in a row; why one is disabled stands below, each reason once, with the names of the buttons it is about. */
export const Verbs = ({ verbs, touch = false, atEnd = false, small = false }: Props) => {
  const b = useBilingual()
  const id = useId()
  const reasons = new Map<string, Verb[]>()
  for (const verb of verbs)
    if (verb.allowed !== true) {
      const reason = b(verb.allowed)
      reasons.set(reason, [...(reasons.get(reason) ?? []), verb])
    }
  const place = [...reasons.keys()]
  return (
    <div className={`tg-verbs${touch ? ' touch' : ''}${atEnd ? ' at-end' : ''}`}>
      <div className="row">
        {verbs.map((verb) => {
          const off = verb.allowed !== true
          return (
            <Button
              key={verb.id}
              type={verb.primary && !off ? 'primary' : 'default'}
              size={small ? 'small' : 'middle'}
              loading={verb.busy ?? false}
              className={off ? 'tg-off' : ''}
              aria-disabled={off || undefined}
              aria-expanded={verb.open}
              aria-describedby={verb.allowed === true ? undefined : `${id}-${place.indexOf(b(verb.allowed))}`}
              onClick={(event) => {
                if (off) event.preventDefault()
                else verb.onPress()
              }}
            >
              {verb.label}
            </Button>
          )
        })}
      </div>
      {place.map((reason, i) => (
        <Reason
          key={reason}
          id={`${id}-${i}`}
          reason={reason}
          names={(reasons.get(reason) ?? []).map((verb) => verb.label)}
          all={(reasons.get(reason)?.length ?? 0) === verbs.length}
        />
      ))}
    </div>
  )
}

const Reason = ({ id, reason, names, all }: { id: string; reason: string; names: string[]; all: boolean }) => {
  const t = useText(text)
  const joined = useNames(names)
  return (
    <small id={id} className="i3">
      {all ? reason : t('nothingMore', { names: joined, reason })}
    </small>
  )
}
