import { Link } from 'react-router'
import { PortTime, useBilingual, useText } from '../../kit/public.ts'
import { useSiteLevel } from '../api/public.ts'
import { text } from './text.ts'

/** The highest response level of open incidents that this post may see, live; it leads to the incident that has it. */
export const ResponseLevel = () => {
  const t = useText(text)
  const b = useBilingual()
  const { data } = useSiteLevel()
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
                {t('sinceBefore')} <PortTime at={since} />
                {t('sinceAfter')}
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
