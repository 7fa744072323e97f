import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Administration = () => {
  const t = useText(text)
  return (
    <Page title={t('administration')}>
      <Loading />
    </Page>
  )
}

export default Administration
