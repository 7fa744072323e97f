import type { ReactNode } from 'react'
import { useId } from 'react'

type HeadProps = {
  title: string
  /** What the section found, in grey beside the title: "2 项超时，2 项 30 分钟内到期". A title should answer, not name. */
  finding?: ReactNode
  /** At the right edge: a link or a filter. */
  end?: ReactNode
  id?: string
}

/** Section head: 16 px bold, its finding in grey, one thing at the right edge. */
export const SectionHead = ({ title, finding, end, id }: HeadProps) => (
  <div className="tg-head">
    <h2 id={id}>{title}</h2>
    {finding !== undefined && <span className="i2 ell">{finding}</span>}
    {end !== undefined && <span className="e sm">{end}</span>}
  </div>
)

/** A section with its head, named for screen readers. Sections are parted by hairlines, never boxed. */
export const Section = ({ children, ...head }: Omit<HeadProps, 'id'> & { children?: ReactNode }) => {
  const id = useId()
  return (
    <section className="tg-section" aria-labelledby={id}>
      <SectionHead {...head} id={id} />
      {children}
    </section>
  )
}
