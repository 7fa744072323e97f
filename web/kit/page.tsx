import { type CSSProperties, type ReactNode, useEffect } from 'react'

type PageProps = {
  /** The one h1. */
  title: ReactNode
  /** For the browser's title bar; defaults to `title` when that is text. */
  name?: string
  /** Before the title: a `Level`. */
  lead?: ReactNode
  /** What the page found, beside the title. */
  finding?: ReactNode
  /** Buttons at the right edge. */
  actions?: ReactNode
  /** Under the title: one sentence, meta, phases. */
  below?: ReactNode
  children?: ReactNode
}

let site = ''
/** The shell says which port this is; pages put it behind their own name. */
export const setSiteTitle = (name: string): void => {
  site = name
}

export const usePageTitle = (name: string): void => {
  useEffect(() => {
    document.title = [name, site].filter(Boolean).join(' · ')
  }, [name])
}

/** A page: head with a hairline, then `Columns` or sections. */
export const Page = ({ title, name, lead, finding, actions, below, children }: PageProps) => {
  usePageTitle(name ?? (typeof title === 'string' ? title : ''))
  return (
    <div className="tg-page">
      <header className="tg-page-head">
        <div className="line">
          {lead}
          <h1>{title}</h1>
          {finding !== undefined && <span className="i2">{finding}</span>}
          {actions !== undefined && <div className="e">{actions}</div>}
        </div>
        {below}
      </header>
      {children}
    </div>
  )
}

/** Columns parted by hairlines, as wide as `template` says; two below 1200 px, one below 800 px. */
export const Columns = ({ template, children }: { template: string; children: ReactNode }) => (
  <div className="tg-columns" style={{ '--columns': template } as CSSProperties}>
    {children}
  </div>
)

export const Column = ({ children }: { children: ReactNode }) => <div className="tg-column">{children}</div>
