/**
 * Notes on this device, in IndexedDB: written there before anything is sent, so that neither a dead battery nor a closed page
 * loses one. Each stays until the server has answered that it has it. No content of the server is ever kept here.
 */
import type { Note } from './rules.ts'

const DATABASE = 'tongguan'
const NOTES = 'notes'

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const open = (): Promise<IDBDatabase> => {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(NOTES, { keyPath: 'id' })
  return done(request)
}

const within = async <T>(mode: IDBTransactionMode, work: (notes: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
  const database = await open()
  try {
    const transaction = database.transaction(NOTES, mode)
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
    const result = await done(work(transaction.objectStore(NOTES)))
    await finished
    return result
  } finally {
    database.close()
  }
}

export const readNotes = (): Promise<Note[]> => within('readonly', (notes) => notes.getAll() as IDBRequest<Note[]>)
export const putNote = (note: Note): Promise<IDBValidKey> => within('readwrite', (notes) => notes.put(note))
export const removeNote = (id: string): Promise<undefined> => within('readwrite', (notes) => notes.delete(id))
