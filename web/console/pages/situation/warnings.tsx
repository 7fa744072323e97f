import { Link } from 'react-router'
import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import {
  AckCount,
  Acks,
  DataList,
  EmptyState,
  Level,
  levelWord,
  MissingAcks,
  PortTime,
  Row,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { useHeld } from './held.ts'
import { HeldBar } from './held-bar.tsx'
import { text } from './text.ts'

const LIMIT = 8

/** Who has not acknowledged, by name. A new warning waits in the head with its level and title: it is read there at once. */
export const Warnings = ({ warnings }: { warnings: readonly WarningRow[] }) => {
  const t = useText(text)
  const locale = useLocale()
  const { rows, waiting, gone, show } = useHeld(warnings, LIMIT)
  const finding = useFinding(warnings)
  const [first] = waiting
  const words =
    first && waiting.length === 1
      ? t('warningNew', { level: levelWord(first.level, locale), title: first.title })
      : waiting.length > 1
        ? t('warningsNew', { count: waiting.length })
        : gone.size > 0
          ? t('warningsGone', { count: gone.size })
          : ''
  return (
    <Section
      title={t('warnings')}
      finding={words === '' ? finding : <HeldBar words={words} onShow={show} />}
      end={warnings.length > 0 ? <Link to="/warnings">{t('warningsAll')}</Link> : undefined}
    >
      <DataList
        label={t('warnings')}
        rows={rows}
        rowKey={(warning) => warning.id}
        empty={<EmptyState>{t('warningsNone')}</EmptyState>}
      >
        {(warning) => <WarningLine warning={warning} gone={gone.has(warning.id)} />}
      </DataList>
    </Section>
  )
}

const useFinding = (warnings: readonly WarningRow[]): string | undefined => {
  const t = useText(text)
  if (warnings.length === 0) return undefined
  const missing = new Set(warnings.flatMap(({ acks }) => acks.missing.map((agency) => agency.id)))
  const late = warnings.filter(({ acks }) => acks.overdue > 0).length
  if (missing.size === 0) return t('warningsDone')
  const found = t('warningsMissing', { count: missing.size })
  return late > 0 ? [found, t('warningsLate', { count: late })].join(t('comma')) : found
}

const WarningLine = ({ warning, gone }: { warning: WarningRow; gone: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const { acks, mine } = warning
  const missing = acks.missing.map(b)
  return (
    <div className={gone ? 'tg-gone' : undefined}>
      <Row
        to={`/warnings/${warning.id}`}
        strong={!gone && acks.overdue > 0}
        title={
          <>
            <Level level={warning.level} /> {warning.title}
          </>
        }
        end={gone ? t('changed') : <AckCount {...acks} overdue={acks.overdue > 0} />}
        meta={
          <>
            {mine.needed && <span className="need">{t('mine')}</span>}
            <span className="ell who">
              {b(warning.issuedBy.agency)} <PortTime at={warning.issuedAt} />
            </span>
            <MissingAcks missing={missing} />
          </>
        }
        endMeta={<Acks done={acks.done} of={acks.of} missing={missing} />}
      />
    </div>
  )
}
