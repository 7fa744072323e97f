import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Signals = () => {
  const t = useText(text)
  return (
    <Page title={t('signals')}>
      <Loading />
    </Page>
  )
}

export default Signals
