import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Incidents = () => {
  const t = useText(text)
  return (
    <Page title={t('incidents')}>
      <Loading />
    </Page>
  )
}

export default Incidents
