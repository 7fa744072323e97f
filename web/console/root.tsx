/** What stands around every page: theme and words of Ant Design in the chosen language and appearance, and the last net. */
import { ConfigProvider } from 'antd'
import type { Locale as AntdLocale } from 'antd/es/locale/index.js'
import { useEffect, useState } from 'react'
import { isRouteErrorResponse, Outlet, ScrollRestoration, useRouteError } from 'react-router'
import { useAppearance } from '../kit/appearance.ts'
import { SELECT_GLYPHS } from '../kit/glyphs.tsx'
import { EmptyState, ErrorState, type Locale, Page, useLocale, useText } from '../kit/public.ts'
import { antdTheme } from '../kit/theme.ts'
import { text } from './shell/text.ts'

/** Ant Design speaks English by itself; its Chinese words are fetched when needed. */
const chineseWords = async () => (await import('antd/es/locale/zh_CN.js')).default as unknown as AntdLocale

const useAntdLocale = (locale: Locale): AntdLocale | undefined => {
  const [words, setWords] = useState<AntdLocale>()
  useEffect(() => {
    let current = true
    if (locale === 'en') setWords(undefined)
    else
      void chineseWords().then((found) => {
        if (current) setWords(found)
      })
    return () => {
      current = false
    }
  }, [locale])
  return words
}

const calm = typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined

export const Root = () => {
  const locale = useLocale()
  const appearance = useAppearance()
  const words = useAntdLocale(locale)
  return (
    <ConfigProvider
      theme={antdTheme(appearance, locale, !calm?.matches)}
      {...(words ? { locale: words } : {})}
      button={{ autoInsertSpace: false }}
      select={SELECT_GLYPHS}
      wave={{ disabled: true }}
    >
      <Outlet />
      <ScrollRestoration />
    </ConfigProvider>
  )
}

/** A page that failed, or whose files are gone after an update of the server. */
export const PageFault = () => {
  const t = useText(text)
  const error = useRouteError()
  const outdated = error instanceof TypeError && /import|module|fetch/i.test(error.message)
  const again = () => location.reload()
  return (
    <Page title={outdated ? t('outdatedTitle') : t('faultTitle')}>
      {outdated ? (
        <EmptyState
          action={
            <button type="button" className="tg-button" onClick={again}>
              {t('reload')}
            </button>
          }
        >
          {t('outdatedWords')}
        </EmptyState>
      ) : (
        <ErrorState error={isRouteErrorResponse(error) ? undefined : error} onRetry={again} />
      )}
    </Page>
  )
}
