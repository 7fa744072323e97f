import { Link, useLocation } from 'react-router'
import { useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import { isNow, useMyTasks } from './use-incidents.ts'

/** Incidents, and my own tasks in all of them: two views of the same work. */
export const Views = () => {
  const t = useText(text)
  const { pathname } = useLocation()
  const tasks = useMyTasks().data?.rows
  const now = tasks?.filter(isNow).length ?? 0
  const mine = pathname.endsWith('/tasks')
  return (
    <nav className="tg-views" aria-label={t('views')}>
      <Link to="/incidents" aria-current={mine ? undefined : 'page'}>
        {t('incidents')}
      </Link>
      <Link to="/incidents/tasks" aria-current={mine ? 'page' : undefined}>
        {now > 0 ? t('myTasksCount', { count: now }) : t('myTasks')}
      </Link>
    </nav>
  )
}
