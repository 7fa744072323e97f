import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { SiteLevel } from '../../../src/actions/respond/model-acts.ts'
import { PortTime, type Problem, useBilingual, useText } from '../../kit/public.ts'
import { get, useRenewOn } from '../api/public.ts'
import { text } from './text.ts'

/** Under the incidents' own key: an act of one's own in a room renews it as well. */
const KEY = ['incidents', 'level']

/** The highest response level of open incidents that this post may see, live; it leads to the incident that has it. */
export const ResponseLevel = () => {
  const t = useText(text)
  const b = useBilingual()
  const { data } = useQuery<SiteLevel, Problem>({
    queryKey: KEY,
    queryFn: ({ signal }) => get<SiteLevel>('/incidents/level', {}, signal),
  })
  useRenewOn(['incident'], KEY)
  // A purpose that opens no content is not told; "normal" would be a claim.
  if (!data?.level) return null
  const { level, since, incidentId } = data
  return (
    <>
      <span className="response">
        {t('responseLevel')}{' '}
        {incidentId ? (
          <Link to={`/incidents/${incidentId}`}>
            <b>{b(level)}</b>{' '}
            {since && (
              <small className="i3">
                {t('sinceBefore')} <PortTime at={since} /> {t('sinceAfter')}
              </small>
            )}
          </Link>
        ) : (
          <b>{b(level)}</b>
        )}
      </span>
      <span className="sep" />
    </>
  )
}
