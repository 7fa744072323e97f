import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Situation = () => {
  const t = useText(text)
  return (
    <Page title={t('situation')}>
      <Loading />
    </Page>
  )
}

export default Situation
