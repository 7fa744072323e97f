/** One act of an officer: runs once, says why it was refused, and repeats an unanswered one under the same key. */
import { useRef, useState } from 'react'
import { type Problem, toProblem } from '../../../kit/public.ts'

export type Act<Input, Answer> = {
  /** The server's answer, or undefined where it was refused; the refusal is then in `problem`. */
  run: (input: Input) => Promise<{ answer: Answer } | undefined>
  busy: boolean
  problem: Problem | null
  forget: () => void
}

/** @param send gets the idempotency key; after a failure of the network the same input is sent under the same key */
export const useAct = <Input, Answer = unknown>(
  send: (input: Input, idempotencyKey: string) => Promise<Answer>,
): Act<Input, Answer> => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const going = useRef(false)
  const unanswered = useRef<{ input: string; key: string } | null>(null)
  const run = async (input: Input) => {
    // A second press while the first is on its way is the same intention.
    if (going.current) return undefined
    going.current = true
    setBusy(true)
    setProblem(null)
    const text = JSON.stringify(input)
    const key = unanswered.current?.input === text ? unanswered.current.key : crypto.randomUUID()
    unanswered.current = { input: text, key }
    try {
      const answer = await send(input, key)
      unanswered.current = null
      return { answer }
    } catch (error) {
      const refused = toProblem(error)
      if (refused.code !== 'network' && refused.code !== 'unavailable') unanswered.current = null
      setProblem(refused)
      return undefined
    } finally {
      going.current = false
      setBusy(false)
    }
  }
  return { run, busy, problem, forget: () => setProblem(null) }
}
