import { Link } from 'react-router'
import { EmptyState, Page, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** An address that leads nowhere. Absent and forbidden read the same. */
const Lost = () => {
  const t = useText(text)
  return (
    <Page title={t('title')}>
      <EmptyState action={<Link to="/">{t('back')}</Link>}>{t('words')}</EmptyState>
    </Page>
  )
}

export default Lost
