import { lazy, Suspense } from 'react'
import type { MapSymbol } from '../../../../src/app/situation/model.ts'
import { Loading, Section, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Heavy, and not what is read first: it comes when the rest is there. */
const PortMap = lazy(() => import('../../map/port-map.tsx'))

export const PortSection = ({ symbols }: { symbols: readonly MapSymbol[] }) => {
  const t = useText(text)
  return (
    <div className="tg-port-section">
      <Section
        title={t('port')}
        finding={symbols.length > 0 ? t('portFinding', { count: symbols.length }) : t('portQuiet')}
      >
        <Suspense fallback={<Loading />}>
          <PortMap symbols={symbols} />
        </Suspense>
      </Section>
    </div>
  )
}
