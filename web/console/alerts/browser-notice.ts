/** Notifications of the browser. Asked for only when somebody presses the button; what they say is decided by `alerts.tsx`. */

export type BrowserPermission = 'none' | 'default' | 'granted' | 'denied'

const supported = (): boolean => typeof Notification === 'function'

export const browserPermission = (): BrowserPermission => (supported() ? Notification.permission : 'none')

export const askPermission = async (): Promise<BrowserPermission> =>
  supported() ? Notification.requestPermission() : 'none'

export type BrowserNotice = { key: string; title: string; body: string; path: string }

/** One of a key replaces the one before. A press opens the page where it says more. */
export const showNotice = ({ key, title, body, path }: BrowserNotice): boolean => {
  if (browserPermission() !== 'granted') return false
  try {
    const notice = new Notification(title, { body, tag: key })
    notice.onclick = () => {
      window.focus()
      window.location.assign(path)
      notice.close()
    }
    return true
  } catch {
    // Some browsers on phones have the object and refuse to make one outside of a worker.
    return false
  }
}
