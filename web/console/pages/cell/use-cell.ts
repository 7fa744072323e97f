/** The cell as the server answers it, kept fresh by the live connection. */
import { useQuery } from '@tanstack/react-query'
import type { Brief, BriefRow } from '../../../../src/actions/cell/brief/model.ts'
import type { Meeting, MeetingList, ResolutionView } from '../../../../src/actions/cell/meeting/model.ts'
import type { Settings } from '../../../../src/actions/cell/model.ts'
import type { Shift, ShiftDraft, ShiftRow } from '../../../../src/actions/cell/shift/model.ts'
import type { Bilingual } from '../../../../src/base/public.ts'
import type { Rosters, RosterView } from '../../../../src/engine/coordination/roster/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, queryClient, useRenewOn } from '../../api/public.ts'

type Permission = true | Bilingual

const useCell = <T>(key: readonly string[], path: string, kinds: readonly string[], enabled = true) => {
  const queryKey = ['cell', ...key]
  const query = useQuery<T, Problem>({ queryKey, queryFn: ({ signal }) => get<T>(path, {}, signal), enabled })
  useRenewOn(kinds, queryKey)
  return query
}

export const useRosters = () => useCell<Rosters>(['rosters'], '/rosters', ['roster', 'duty', 'swap'])
export const useRoster = (id: string | undefined, from: string) =>
  useCell<RosterView>(
    ['roster', id ?? '', from],
    `/rosters/${encodeURIComponent(id ?? '')}${from ? `?from=${encodeURIComponent(from)}` : ''}`,
    ['roster', 'duty', 'swap'],
    id !== undefined,
  )
export const useShifts = () =>
  useCell<{ rows: ShiftRow[]; can: { signOut: Permission } }>(['shifts'], '/shifts', ['shift'])
/** Read anew only when opened: what stands on the page while somebody writes notes must not jump. */
export const useShiftDraft = () => useCell<ShiftDraft>(['shift', 'draft'], '/shifts/draft', [])
export const useShift = (id: string) =>
  useCell<Shift>(['shift', id], `/shifts/${encodeURIComponent(id)}`, ['shift', 'shift_item'])
export const useShiftsForMe = (enabled: boolean) =>
  useCell<{ rows: ShiftRow[] }>(['shifts', 'waiting'], '/shifts/waiting', ['shift'], enabled)
export const useBriefs = () =>
  useCell<{ rows: BriefRow[]; can: { draft: Permission } }>(['briefs'], '/briefs', ['brief'])
export const useBrief = (id: string) => useCell<Brief>(['brief', id], `/briefs/${encodeURIComponent(id)}`, ['brief'])
export const useMeetings = () => useCell<MeetingList>(['meetings'], '/meetings', ['meeting', 'resolution'])
export const useMeeting = (id: string) =>
  useCell<Meeting>(['meeting', id], `/meetings/${encodeURIComponent(id)}`, ['meeting', 'agenda', 'resolution'])
export const useMyResolutions = () =>
  useCell<{ rows: ResolutionView[] }>(['resolutions', 'mine'], '/resolutions/mine', ['resolution'])
export const useSettings = () => useCell<Settings>(['settings'], '/cell/settings', ['cell_setting'])

/** After an act of one's own everything of the cell is read again. */
export const renewCell = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['cell'] })
