import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Warnings = () => {
  const t = useText(text)
  return (
    <Page title={t('warnings')}>
      <Loading />
    </Page>
  )
}

export default Warnings
