/** A list in the order in which it was first read: what happens meanwhile changes rows, never their places. */
import { useState } from 'react'
import { inOrder, isMoved, orderOf } from './order.ts'

type Row = { id: string }

export const useSteadyOrder = <R extends Row>(rows: readonly R[], compare: (a: R, b: R) => number) => {
  const wanted = orderOf(rows, compare)
  const [order, setOrder] = useState<readonly string[]>(wanted)
  return {
    rows: inOrder(rows, order, wanted),
    /** Another order would now fit better. */
    moved: isMoved(order, wanted),
    settle: () => setOrder(wanted),
  }
}
