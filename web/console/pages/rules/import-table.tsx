import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Permission } from '../../../../src/actions/rules/model.ts'
import { Action, FormFault, problemWords, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'

/** An exported file becomes a draft of one's own. What is wrong with it is said by rule and field. */
export const ImportTable = ({ allowed }: { allowed: Permission }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [bad, setBad] = useState(false)
  const act = useAct((content: unknown, idempotencyKey) =>
    post<{ id: string }>('/rules/import', { content }, { idempotencyKey }),
  )
  const said = act.problem && problemWords(act.problem, locale)
  const take = async (file: File | undefined) => {
    if (!file) return
    act.forget()
    let content: unknown
    try {
      content = JSON.parse(await file.text())
      setBad(false)
    } catch {
      setBad(true)
      return
    }
    const done = await act.run(content)
    if (done) void navigate(`/rules/${done.answer.id}?view=diff`)
  }
  const faults = act.problem?.fields ?? []
  return (
    <div className="tg-rules-import">
      {bad && <FormFault what={t('importBad')} />}
      {said && <FormFault what={said.what} remedy={faults.length > 1 ? '' : said.remedy} />}
      {faults.length > 1 && (
        <ul className="i2">
          {faults.slice(1).map((fault) => (
            <li key={`${fault.field} ${fault.en}`}>{fault[locale]}</li>
          ))}
        </ul>
      )}
      <p className="i2">{t('importHint')}</p>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Action allowed={allowed} busy={act.busy} reasonAt="after" onClick={() => input.current?.click()}>
        {t('importChoose')}
      </Action>
    </div>
  )
}
