/** The port's zone and the server's present moment, for everything that shows a time. One timer for the whole page. */
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'

type Port = { zone: string /** Server time minus this machine's time. */; offsetMs: number }

const PortContext = createContext<Port>({ zone: 'Asia/Shanghai', offsetMs: 0 })

/** `serverNow`: the instant the server sent, `receivedAt`: this machine's time when it came. */
export const PortProvider = (props: { zone: string; offsetMs: number; children: ReactNode }) => {
  const value = useMemo(() => ({ zone: props.zone, offsetMs: props.offsetMs }), [props.zone, props.offsetMs])
  return <PortContext value={value}>{props.children}</PortContext>
}

export const usePortZone = (): string => useContext(PortContext).zone

const TICK_MS = 5_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let tick = Date.now()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => {
    tick = Date.now()
    for (const each of listeners) each()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present by the server's clock, renewed every 5 seconds. */
export const useNow = (): Date => {
  const { offsetMs } = useContext(PortContext)
  const at = useSyncExternalStore(subscribe, () => tick)
  return useMemo(() => new Date(at + offsetMs), [at, offsetMs])
}
