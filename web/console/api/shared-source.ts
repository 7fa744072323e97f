/**
 * One event stream for all open pages of a browser. Browsers allow six connections to a server over HTTP/1.1, and each stream
 * keeps one: with a stream for every page, the seventh page would wait for ever. The page that holds a lock listens to the
 * server and passes on what it hears; when it closes, the next one takes the lock and resumes at the cursor it knows. A page
 * in front that hears no sign of life from the listening one (a browser may freeze pages behind) takes the lock from it.
 * Where the browser has no locks (an address without https), each page listens for itself.
 *
 * Crash points: a page that is closed or killed lets go of the lock by itself; nothing is missed, because cursors are the
 * server's and every page keeps its own.
 */
const NAME = 'tongguan-stream'
/** Of the listening page. */
const SIGN_OF_LIFE_MS = 3_000
/** A page in front waits so long for a sign of life. */
const SILENCE_MS = 10_000

export type StreamEvent = { type: string; data: string; lastEventId: string }
type Message =
  | { kind: 'event'; event: StreamEvent }
  | { kind: 'lost' }
  | { kind: 'alive' }
  /** A page that has just opened asks how things stand. */
  | { kind: 'who' }
  | { kind: 'stands'; hello: StreamEvent | null }

export type SharedSource = {
  /** Only where this page listens to the server itself. */
  reconnect(): void
  close(): void
}

type Handlers = {
  /** Events by name, as EventSource has them. */
  names: readonly string[]
  url: () => string
  onEvent: (event: StreamEvent) => void
  /** The connection is lost; `mine`: this page listens itself and should reconnect. */
  onLost: (mine: boolean) => void
  /** How things stand now, for a page that opens while another listens. */
  hello: () => StreamEvent | null
}

const listen = (handlers: Handlers, pass: (message: Message) => void): { open(): void; close(): void } => {
  let source: EventSource | undefined
  const close = (): void => {
    source?.close()
    source = undefined
  }
  return {
    close,
    open: () => {
      close()
      const opened = new EventSource(handlers.url())
      source = opened
      for (const name of handlers.names)
        opened.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
          const event = { type: name, data, lastEventId }
          handlers.onEvent(event)
          pass({ kind: 'event', event })
        })
      opened.onerror = () => {
        // The browser would reconnect by itself only after some failures; one way for all is easier to trust.
        close()
        pass({ kind: 'lost' })
        handlers.onLost(true)
      }
    },
  }
}

export const openShared = (handlers: Handlers): SharedSource => {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    const own = listen(handlers, () => {})
    own.open()
    return { reconnect: own.open, close: own.close }
  }
  const channel = new BroadcastChannel(NAME)
  let closed = false
  // An error of the stream may still be on its way when the page has closed its channel.
  const pass = (message: Message): void => {
    if (!closed) channel.postMessage(message)
  }
  const own = listen(handlers, pass)
  let leading: (() => void) | undefined
  let heardAt = Date.now()

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'who') {
      if (leading) pass({ kind: 'stands', hello: handlers.hello() })
      return
    }
    if (leading) return
    heardAt = Date.now()
    if (data.kind === 'event') handlers.onEvent(data.event)
    else if (data.kind === 'lost') handlers.onLost(false)
    else if (data.kind === 'stands' && data.hello) handlers.onEvent(data.hello)
  }

  const stopLeading = (): void => {
    own.close()
    leading = undefined
  }

  const lead = (steal: boolean): void => {
    navigator.locks
      .request(NAME, steal ? { steal: true } : {}, () => {
        if (closed) return
        own.open()
        return new Promise<void>((letGo) => {
          leading = letGo
        })
      })
      // Taken from us by a page in front: we hear from it from now on.
      .catch(() => {
        stopLeading()
        heardAt = Date.now()
        if (!closed) lead(false)
      })
  }

  const beat = setInterval(() => {
    if (leading) pass({ kind: 'alive' })
    else if (!document.hidden && Date.now() - heardAt > SILENCE_MS) {
      heardAt = Date.now()
      lead(true)
    }
  }, SIGN_OF_LIFE_MS)
  const onFront = (): void => {
    // Behind, time passed without our clock: the listening page gets its chance to be heard.
    if (!document.hidden) heardAt = Date.now()
  }
  document.addEventListener('visibilitychange', onFront)

  lead(false)
  pass({ kind: 'who' })
  return {
    reconnect: () => {
      if (leading) own.open()
    },
    close: () => {
      closed = true
      clearInterval(beat)
      document.removeEventListener('visibilitychange', onFront)
      const letGo = leading
      stopLeading()
      letGo?.()
      channel.close()
    },
  }
}
