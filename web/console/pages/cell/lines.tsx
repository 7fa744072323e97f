import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ByView, LineView } from '../../../../src/actions/cell/model.ts'
import { PortTime, useBilingual, useText } from '../../../kit/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { text } from './text.ts'

type Props<L extends LineView> = {
  lines: readonly L[]
  /** Below a line: a reservation, a field for one. */
  below?: (line: L) => ReactNode
}

/** Lines drawn from the record, under the heading of their kind; each opens what it rests on. */
export const Lines = <L extends LineView>({ lines, below }: Props<L>) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <>
      {[...Map.groupBy(lines, (line) => line.section)].map(([section, own]) => (
        <div key={section} className="tg-cell-lines">
          <h3>
            {t(section)} <span className="i3">{own.length}</span>
          </h3>
          <ul>
            {own.map((line) => (
              <li key={line.id}>
                <span className={line.strong ? 'st' : undefined}>
                  {line.path ? <Link to={line.path}>{b(line.text)}</Link> : b(line.text)}
                </span>
                {below?.(line)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

/** Who signed, at which post, when. */
export const By = ({ by }: { by: ByView }) => {
  const b = useBilingual()
  const agency = shortName(b(by.agency))
  // Many posts carry their agency's name already.
  const named = b(by.post).includes(agency) ? '' : `${agency} `
  return (
    <>
      {by.officer ? `${b(by.officer)} ` : ''}
      <span className="i3">
        {named}
        {b(by.post)}
      </span>{' '}
      <PortTime at={by.at} />
    </>
  )
}

export const useOfficer = () => {
  const b = useBilingual()
  return (by: Pick<ByView, 'officer' | 'post'>): string => b(by.officer ?? by.post)
}
