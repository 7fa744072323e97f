import { useText } from '../../kit/public.ts'
import { text } from './text.ts'

/** A gate, and the name. */
export const Brand = () => {
  const t = useText(text)
  return (
    <>
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <path d="M2 4.5h16M4 4.5V18M16 4.5V18M9 8v10M11 8v10" fill="none" stroke="var(--accent)" strokeWidth="2" />
      </svg>
      {t('product')}
    </>
  )
}
