import type { ReactNode } from 'react'

/** A hairline box with a word. `on`: what is in force or mine. `law`: solid. `local`: dashed, a default of ours. */
export const Tag = ({ kind, children }: { kind?: 'on' | 'law' | 'local'; children: ReactNode }) => (
  <span className={kind ? `tg-tag ${kind}` : 'tg-tag'}>{children}</span>
)
