/** Fetches a file and hands it to the browser to keep. A refusal is thrown as a problem instead of being saved under the file's name. */
import { Problem, problemFrom } from '../../../kit/public.ts'
import { apiUrl, type Query } from '../../api/public.ts'

const KEEP_MS = 60_000

/** @throws Problem */
export const saveFile = async (path: string, query: Query, name: string): Promise<void> => {
  let response: Response
  try {
    response = await fetch(apiUrl(path, query), { credentials: 'same-origin', cache: 'no-store' })
  } catch {
    throw new Problem({ code: 'network' })
  }
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined))
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the address after this turn; a minute later it has it.
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}
