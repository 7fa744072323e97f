/** `paced`, but a page that is behind others waits until it is looked at: nobody reads it, and the server has others to serve. */
export const pacedInFront = (act: () => void, ms: number): { run: () => void; stop: () => void } => {
  const inFront = paced(act, ms)
  const look = () => {
    if (document.hidden) return
    document.removeEventListener('visibilitychange', look)
    inFront.run()
  }
  return {
    run: () => {
      // Added twice, a listener still runs once.
      if (document.hidden) document.addEventListener('visibilitychange', look)
      else inFront.run()
    },
    stop: () => {
      document.removeEventListener('visibilitychange', look)
      inFront.stop()
    },
  }
}

/** Runs `act` at once, then at most every `ms`; what came meanwhile causes one more run at the end. `stop` drops the last. */
export const paced = (act: () => void, ms: number): { run: () => void; stop: () => void } => {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const open = () => {
    waiting = undefined
    if (again) run()
  }
  const run = () => {
    if (waiting !== undefined) {
      again = true
      return
    }
    again = false
    waiting = setTimeout(open, ms)
    act()
  }
  const stop = () => {
    clearTimeout(waiting)
    waiting = undefined
    again = false
  }
  return { run, stop }
}
