import { Loading, Page, useText } from '../../../kit/public.ts'
import { text } from '../../shell/text.ts'

const Ledger = () => {
  const t = useText(text)
  return (
    <Page title={t('ledger')}>
      <Loading />
    </Page>
  )
}

export default Ledger
