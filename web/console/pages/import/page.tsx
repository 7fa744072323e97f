import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Import = () => {
  const t = useText(text)
  return (
    <Page title={t('import')}>
      <Loading />
    </Page>
  )
}

export default Import
