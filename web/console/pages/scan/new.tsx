import { useNavigate } from 'react-router'
import type { NewNotice } from '../../../../src/actions/scan/model.ts'
import { EmptyState, Page, useBilingual, useNow, usePortZone, useText } from '../../../kit/public.ts'
import { post, useRight, useSignedIn } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { NoticeForm } from './notice-form.tsx'
import { text } from './text.ts'
import { renewScan } from './use-scan.ts'
import './scan.css'

const WEEK_MS = 7 * 86_400_000

const NewNoticePage = () => {
  const t = useText(text)
  const b = useBilingual()
  const navigate = useNavigate()
  const right = useRight('scan.write')
  const now = useNow()
  const zone = usePortZone()
  const { agency } = useSignedIn()
  const record = useAct((body: NewNotice, idempotencyKey) => post<{ id: string }>('/scan', body, { idempotencyKey }))
  const day = (at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)
  const submit = async (body: NewNotice) => {
    const done = await record.run(body)
    if (!done) return
    void renewScan()
    void navigate(`/scan/${done.answer.id}`, { replace: true })
  }
  return (
    <Page title={t('newTitle')}>
      {right === true ? (
        <NoticeForm
          start={{
            kind: undefined,
            title: '',
            summary: '',
            url: '',
            soWhat: '',
            publishedOn: day(now),
            validUntil: null,
            ownerAgency: agency.id,
            riskTypes: [],
            places: ['sea'],
            reviewOn: day(new Date(now.getTime() + WEEK_MS)),
            sourceId: null,
          }}
          busy={record.busy}
          problem={record.problem}
          onSubmit={(body) => void submit(body)}
          onCancel={() => void navigate('/scan')}
        />
      ) : (
        <EmptyState>{b(right)}</EmptyState>
      )}
    </Page>
  )
}

export default NewNoticePage
