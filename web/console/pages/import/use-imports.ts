/** Import runs: the list, one run while it goes on, its rejects. */
import { useQuery } from '@tanstack/react-query'
import type { ImportPreview, ImportReject, ImportRun, InboxView } from '../../../../src/actions/signals/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, post, queryClient, upload, usePaged } from '../../api/public.ts'

/** How often a run that goes on is asked for. */
const POLL_MS = 700

export const isOver = (run: Pick<ImportRun, 'status'>): boolean => run.status === 'done' || run.status === 'failed'

export const useRuns = () => usePaged<ImportRun>(['imports', 'list'], '/imports', {}, 20)

export const renewRuns = (): void => void queryClient.invalidateQueries({ queryKey: ['imports', 'list'] })

export const useRun = (id: string) =>
  useQuery<ImportRun, Problem>({
    queryKey: ['imports', 'run', id],
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<ImportRun>(['imports', 'run', id])
      const run = await get<ImportRun>(`/imports/${encodeURIComponent(id)}`, {}, signal)
      // It has ended while it was watched: the list and the rejects are asked for once more.
      if (before && !isOver(before) && isOver(run)) {
        renewRuns()
        void queryClient.invalidateQueries({ queryKey: ['imports', 'rejects', id] })
        void queryClient.invalidateQueries({ queryKey: ['signals', 'count'] })
      }
      return run
    },
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? POLL_MS : false),
  })

export const useRejects = (id: string) =>
  usePaged<ImportReject>(['imports', 'rejects', id], `/imports/${encodeURIComponent(id)}/rejects`)

/** A file that waits on the server until its columns were looked at; the file itself, to read another sheet of it. */
export type Staged = { file: File; preview: ImportPreview }

export const stage = (
  file: File,
  how: { source: string; sheet?: string },
  onProgress: (share: number) => void = () => {},
  signal?: AbortSignal,
): Promise<ImportPreview> =>
  upload<ImportPreview>('/imports/uploads', file, { ...how, name: file.name.slice(-200) }, onProgress, signal)

type Columns = { upload: string; columns: { name: string; field: string | null }[] }

export const previewColumns = (asked: Columns): Promise<ImportPreview> =>
  post<ImportPreview>('/imports/preview', asked, { keyless: true })

export const beginImport = (asked: Columns): Promise<{ id: string }> => post<{ id: string }>('/imports/begin', asked)

export const discardUpload = (upload: string): Promise<void> =>
  post<void>('/imports/discard', { upload }, { keyless: true })

/** How often the folder is asked for while the page is open. */
const FOLDER_MS = 5000

export const useFolder = () =>
  useQuery<InboxView, Problem>({
    queryKey: ['imports', 'folder'],
    queryFn: ({ signal }) => get<InboxView>('/imports/folder', {}, signal),
    refetchInterval: ({ state }) => (state.data?.watched ? FOLDER_MS : false),
  })
