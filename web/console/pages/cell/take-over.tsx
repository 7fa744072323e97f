import { Link, useLocation } from 'react-router'
import { PortTime, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { useOfficer } from './lines.tsx'
import { text } from './text.ts'
import { useShiftsForMe } from './use-cell.ts'
import './cell.css'

/** On every page of an officer who comes on duty: a hand-over waits for this signature. */
export const TakeOver = () => {
  const t = useText(text)
  const officer = useOfficer()
  const { pathname } = useLocation()
  const waiting = useShiftsForMe(useRight('cell.duty') === true).data?.rows[0]
  if (!waiting || pathname === `/cell/handover/${waiting.id}`) return null
  const [before, middle, after] = t('takeOverBy', { officer: officer(waiting.out), from: '|', to: '|' }).split('|')
  return (
    <p className="tg-take-over" role="status">
      <span>
        {before}
        <PortTime at={waiting.from} />
        {middle}
        <PortTime at={waiting.to} />
        {after}
      </span>
      <Link to={`/cell/handover/${waiting.id}`}>{t('open')}</Link>
    </p>
  )
}
