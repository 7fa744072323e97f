/** Saves a draft. Every save is kept on the server; before the page is left, each can be undone. */
import { useEffect, useSyncExternalStore } from 'react'
import type { Table } from '../../../../src/actions/rules/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { put } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import type { Content } from './draft.ts'
import { renewRules } from './use-rules.ts'

/** What each draft was before the saves of this visit, newest last. In memory only. */
const before = new Map<string, Content[]>()
const listeners = new Set<() => void>()
const NOTHING: readonly Content[] = []

const tell = (): void => {
  for (const listener of listeners) listener()
}

const follow = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Steps that can be undone are kept up to this. */
const MOST_STEPS = 50

export type Save = {
  /** @returns whether it was saved; else `problem` says what is wrong with which rule */
  save: (content: Content) => Promise<boolean>
  undo: (() => Promise<boolean>) | undefined
  busy: boolean
  problem: Problem | null
  forget: () => void
}

export const useSave = (table: Table): Save => {
  const act = useAct((content: Content) => put<{ edit: number }>(`/rules/${table.id}`, { edit: table.edit, content }))
  const steps = useSyncExternalStore(follow, () => before.get(table.id) ?? NOTHING)
  const send = async (content: Content): Promise<boolean> => {
    const done = await act.run(content)
    if (done) await renewRules()
    return done !== undefined
  }
  return {
    save: async (content) => {
      const was = table.content as Content
      if (!(await send(content))) return false
      before.set(table.id, [...(before.get(table.id) ?? []), was].slice(-MOST_STEPS))
      tell()
      return true
    },
    undo:
      steps.length === 0
        ? undefined
        : async () => {
            const last = steps.at(-1)!
            if (!(await send(last))) return false
            before.set(table.id, steps.slice(0, -1))
            tell()
            return true
          },
    busy: act.busy,
    problem: act.problem,
    forget: act.forget,
  }
}

/** What could be undone on the last visit is forgotten when the draft is opened again. */
export const useFreshSteps = (id: string): void =>
  useEffect(() => {
    return () => {
      before.delete(id)
    }
  }, [id])
