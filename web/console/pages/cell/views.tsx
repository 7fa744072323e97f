import { Link, useLocation } from 'react-router'
import { useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import './cell.css'

const VIEWS = [
  ['roster', '/cell'],
  ['handover', '/cell/handover'],
  ['brief', '/cell/brief'],
  ['meetings', '/cell/meetings'],
] as const

/** One desk, four sheets: who is on, what is handed over, what the day was, what was agreed. */
export const CellViews = () => {
  const t = useText(text)
  const { pathname } = useLocation()
  const isHere = (path: string) => (path === '/cell' ? pathname === path : pathname.startsWith(path))
  return (
    <nav className="tg-cell-views" aria-label={t('views')}>
      {VIEWS.map(([name, path]) => (
        <Link key={path} to={path} aria-current={isHere(path) ? 'page' : undefined}>
          {t(name)}
        </Link>
      ))}
    </nav>
  )
}
