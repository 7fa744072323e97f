import { type ReactNode, useEffect } from 'react'
import { Tag, useBilingual, useText } from '../../../kit/public.ts'
import type { Site } from '../../api/public.ts'
import { Brand } from '../../shell/brand.tsx'
import { LanguageSwitch } from '../../shell/language-switch.tsx'
import { text as shellText } from '../../shell/text.ts'
import { text } from './text.ts'
import './sign-in.css'

/** Ground of the pages before sign-in: which port this is, the form, and what must not enter. */
export const Frame = ({ site, title, children }: { site: Site | undefined; title: string; children: ReactNode }) => {
  const t = useText(text)
  const s = useText(shellText)
  const b = useBilingual()
  const port = site && b(site.name)
  useEffect(() => {
    document.title = [title, port, s('product')].filter(Boolean).join(' · ')
  })
  return (
    <div className="tg-entry">
      <header>
        <span className="brand">
          <Brand />
        </span>
        {port && <span className="i2">{port}</span>}
        {site?.synthetic && <Tag>{s('synthetic')}</Tag>}
        <span className="e">
          <LanguageSwitch />
        </span>
      </header>
      <main>{children}</main>
      <footer>
        <p>
          <b>{t('noSecrets')}</b>
        </p>
        <p className="i2">{t('noSecretsWords')}</p>
        <p className="i3">{t('recorded')}</p>
      </footer>
    </div>
  )
}
