import { Input } from 'antd'
import { useState } from 'react'
import type { RuleView, Table } from '../../../../src/actions/rules/model.ts'
import {
  Action,
  EmptyState,
  FormFault,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { type Content, removeRule, ruleOf, switchRule } from './draft.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleLine, RuleTable } from './rule-table.tsx'
import { text } from './text.ts'
import { type Save, useSave } from './use-save.ts'

const NEW = ''

/** The rules of a version; of one's own draft, with what can be changed. */
export const Rules = ({ table }: { table: Table }) => {
  const t = useText(text)
  const locale = useLocale()
  const b = useBilingual()
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const saving = useSave(table)
  const editable = table.phase === 'draft' && table.can.edit === true
  const words = filter.trim().toLowerCase()
  const rows = table.rulesInWords.filter((rule) => words === '' || wordsOf(rule).includes(words))
  const off = table.rulesInWords.filter((rule) => rule.off).length
  const said = saving.problem && open === null && problemWords(saving.problem, locale)
  return (
    <Section
      title={t('rules')}
      finding={off > 0 ? t('offCount', { count: off }) : undefined}
      end={
        <Input
          className="tg-rules-filter"
          size="small"
          aria-label={t('filter')}
          placeholder={t('filter')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      }
    >
      {table.phase === 'draft' && (
        <div className="tg-rules-tools">
          <Action allowed={table.can.edit} small reasonAt="after" onClick={() => setOpen(open === NEW ? null : NEW)}>
            {t('add')}
          </Action>
          {editable && (
            <Action
              small
              busy={saving.busy}
              reasonAt="after"
              allowed={saving.undo ? true : t('undone')}
              onClick={() => void saving.undo?.()}
            >
              {t('undo')}
            </Action>
          )}
        </div>
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {open === NEW && <RuleForm table={table} rule={undefined} saving={saving} onDone={() => setOpen(null)} />}
      {rows.length === 0 ? (
        <EmptyState>{t('filterNone')}</EmptyState>
      ) : (
        <RuleTable>
          {rows.map((rule) =>
            open === rule.id ? (
              <tr key={rule.id}>
                <td colSpan={4} className="editing">
                  <RuleForm
                    table={table}
                    rule={ruleOf(table.content as Content, rule.id)}
                    saving={saving}
                    onDone={() => setOpen(null)}
                  />
                </td>
              </tr>
            ) : (
              <RuleLine
                key={rule.id}
                rule={rule}
                verbs={
                  editable && (
                    <LineVerbs
                      table={table}
                      rule={rule}
                      saving={saving}
                      onEdit={() => setOpen(rule.id)}
                      name={b(rule)}
                    />
                  )
                }
              />
            ),
          )}
        </RuleTable>
      )}
    </Section>
  )
}

const wordsOf = (rule: RuleView): string =>
  [rule.zh, rule.en, rule.risk.zh, rule.risk.en, rule.domain.zh, rule.domain.en]
    .concat(rule.conditions.flatMap((one) => [one.zh, one.en]))
    .join('\n')
    .toLowerCase()

type VerbsProps = { table: Table; rule: RuleView; saving: Save; onEdit: () => void; name: string }

const LineVerbs = ({ table, rule, saving, onEdit, name }: VerbsProps) => {
  const t = useText(text)
  const content = table.content as Content
  const press = (words: string, act: () => void) => (
    <button
      type="button"
      className="tg-link"
      aria-label={`${words} ${name}`}
      disabled={saving.busy}
      onClick={() => {
        saving.forget()
        act()
      }}
    >
      {words}
    </button>
  )
  return (
    <>
      {press(t('edit'), onEdit)}
      {press(t(rule.off ? 'enable' : 'disable'), () => void saving.save(switchRule(content, rule.id, rule.off)))}
      {press(t('remove'), () => void saving.save(removeRule(content, rule.id)))}
    </>
  )
}
