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
