import { Button } from 'antd'
import { type ReactNode, useId } from 'react'
import type { Bilingual } from '../../src/base/public.ts'
import { useLocale } from './locale.ts'

type Props = {
  children: ReactNode
  onClick?: () => void
  /** `true`, or why not, as the server says it. */
  allowed?: true | Bilingual | string
  /** The one action that the page is for. */
  primary?: boolean
  busy?: boolean
  small?: boolean
  submit?: boolean
  /** Where the reason stands. */
  reasonAt?: 'before' | 'after' | 'below'
}

/** A button that says why it is disabled, beside itself; it stays reachable by keys so that the reason is heard. */
export const Action = ({
  children,
  onClick,
  allowed = true,
  primary,
  busy,
  small,
  submit,
  reasonAt = 'before',
}: Props) => {
  const locale = useLocale()
  const id = useId()
  const reason = allowed === true ? null : typeof allowed === 'string' ? allowed : allowed[locale]
  const off = reason !== null
  const words = off && (
    <small id={id} className="i3">
      {reason}
    </small>
  )
  return (
    <span className={`tg-action ${reasonAt}`}>
      {reasonAt === 'before' && words}
      <Button
        type={primary && !off ? 'primary' : 'default'}
        size={small ? 'small' : 'middle'}
        htmlType={submit ? 'submit' : 'button'}
        loading={busy ?? false}
        className={off ? 'tg-off' : ''}
        aria-disabled={off || undefined}
        aria-describedby={off ? id : undefined}
        onClick={(event) => {
          if (off) event.preventDefault()
          else onClick?.()
        }}
      >
        {children}
      </Button>
      {reasonAt !== 'before' && words}
    </span>
  )
}
