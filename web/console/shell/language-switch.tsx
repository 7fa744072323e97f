import { setLocale, useLocale, useText } from '../../kit/public.ts'
import { LANGUAGES } from './languages.ts'
import { text } from './text.ts'

export const LanguageSwitch = () => {
  const t = useText(text)
  const current = useLocale()
  return (
    <fieldset className="tg-language">
      <legend className="for-readers">{t('language')}</legend>
      {LANGUAGES.map(({ locale, name, full, lang }) => (
        <button
          key={locale}
          type="button"
          lang={lang}
          aria-pressed={locale === current}
          title={full}
          onClick={() => setLocale(locale)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
