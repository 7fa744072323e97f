import { Page, Segments, useAddress, useText } from '../../../kit/public.ts'
import { Queue } from './queue.tsx'
import { text } from './text.ts'
import { Filters, Threats } from './threats.tsx'
import { useFilter, useQueue, useRegister, useRenewRegister } from './use-register.ts'
import './register.css'

/** Nobody leads, or not really. */
const LEADLESS: ReadonlySet<string> = new Set(['no_lead', 'two_leads', 'unowned', 'lead_absent'])

/** Port office, agency leads: which risks are shared, who leads, and what does each still lack? */
const RegisterPage = () => {
  const t = useText(text)
  const [view] = useAddress('view', 'register')
  const filter = useFilter()
  const register = useRegister(filter)
  const queue = useQueue('open', '')
  useRenewRegister()
  const isQueue = view === 'queue'
  const lacking = register.data?.rows.filter((row) => row.gaps.some((gap) => LEADLESS.has(gap.kind))).length ?? 0
  const finding = isQueue
    ? queue.data && t('findingQueue', { open: queue.data.open })
    : register.data && t('finding', { of: register.data.rows.length, active: register.data.active, gaps: lacking })
  const open = queue.data?.open ?? 0
  return (
    <div className="tg-register">
      <Page
        title={t('title')}
        finding={finding}
        below={
          <search className="tg-filters" aria-label={t('filters')}>
            <Segments
              name="view"
              label={t('views')}
              options={[
                { value: 'register', label: t('register') },
                { value: 'queue', label: open > 0 ? t('queueCount', { count: open }) : t('queue') },
              ]}
            />
            {!isQueue && <Filters filter={filter} register={register.data} />}
          </search>
        }
      >
        {isQueue ? <Queue /> : <Threats register={register} filter={filter} />}
      </Page>
    </div>
  )
}

export default RegisterPage
