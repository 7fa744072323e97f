import { InputNumber } from 'antd'
import { useState } from 'react'
import type { Table } from '../../../../src/actions/rules/model.ts'
import { Field, FormFault, problemWords, Section, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { Verbs } from '../warnings/verbs.tsx'
import type { Content } from './draft.ts'
import { text } from './text.ts'
import { useSave } from './use-save.ts'

const NAMES = { low: 'levelLow', medium: 'levelMedium', high: 'levelHigh' } as const
type Name = keyof typeof NAMES
const ALL: readonly Name[] = ['high', 'medium', 'low']

/** How many points make which level. */
export const Levels = ({ table }: { table: Table }) => {
  const t = useText(text)
  const b = useBilingual()
  const [open, setOpen] = useState(false)
  return (
    <Section title={t('levels')} finding={t('levelsFinding')}>
      <dl className="tg-rules-facts">
        {ALL.map((name) => (
          <div key={name}>
            <dt>{t(NAMES[name])}</dt>
            <dd>{t('from', { points: table.levels[name] })}</dd>
          </div>
        ))}
      </dl>
      <p className="tg-rules-words i3">{b(table.levels.source)}</p>
      {table.phase === 'draft' && (
        <div className="tg-rules-decisions">
          <Verbs
            small
            verbs={[
              { id: 'levels', label: t('changeLevels'), allowed: table.can.edit, open, onPress: () => setOpen(!open) },
            ]}
          />
          {open && <LevelForm table={table} onDone={() => setOpen(false)} />}
        </div>
      )}
    </Section>
  )
}

const LevelForm = ({ table, onDone }: { table: Table; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const { save, busy, problem } = useSave(table)
  const [levels, setLevels] = useState<Record<Name, number | null>>({
    low: table.levels.low,
    medium: table.levels.medium,
    high: table.levels.high,
  })
  const said = problem && problemWords(problem, locale)
  const apply = async () => {
    const content = table.content as Content
    if (await save({ ...content, levels: { ...content.levels, ...(levels as Record<Name, number>) } })) onDone()
  }
  return (
    <form
      className="tg-act-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void apply()
      }}
    >
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {ALL.map((name) => (
        <Field key={name} label={t(NAMES[name])}>
          <InputNumber
            min={1}
            max={1000}
            value={levels[name]}
            onChange={(value) => setLevels({ ...levels, [name]: value })}
          />
        </Field>
      ))}
      <Verbs
        verbs={[{ id: 'apply', label: t('apply'), allowed: true, primary: true, busy, onPress: () => void apply() }]}
      />
    </form>
  )
}
