/**
 * Sound and browser notification, wherever in the console somebody is: for warnings that wait for the own agency, and for tasks of the own
 * agency that were escalated. Changes carry ids only; what waits is read again under the reader's policy. Draws nothing.
 */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { MyTask } from '../../../src/actions/respond/model.ts'
import type { WarningRow } from '../../../src/actions/warn/model.ts'
import type { Settings } from '../../../src/engine/outbox/model.ts'
import { levelWord, translate, useBilingual, useLocale } from '../../kit/public.ts'
import { paced } from '../api/pace.ts'
import { get, queryClient, type SignedIn, useChanges, useReference } from '../api/public.ts'
import { showNotice } from './browser-notice.ts'
import { type News, newsOf } from './news.ts'
import { playLevel, prepareSound } from './sound.ts'
import { text } from './text.ts'

/** A burst of changes is looked at once. Judgement, not validated. */
const LOOK_MS = 500
/** A task has no level of its own. */
const TASK_SOUND = 'yellow'

export const Alerts = ({ session }: { session: SignedIn }) =>
  session.rights['warnings.acknowledge'] === true ? <Listening /> : null

/** Fresh: quiet hours begin and end while the page is open. */
const readSettings = (): Promise<Settings> => get<Settings>('/notifications/settings')

const Listening = () => {
  const locale = useLocale()
  const b = useBilingual()
  const places = useReference().data?.places
  const known = useRef<Set<string> | undefined>(undefined)
  const waiting = useQuery({
    queryKey: ['warnings', 'list', 'alerts'],
    queryFn: ({ signal }) => get<{ rows: WarningRow[] }>('/warnings', { state: 'mine', limit: 50 }, signal),
  })
  useEffect(prepareSound, [])

  const tell = useEffectEvent(async (news: readonly News[]) => {
    const settings = await readSettings()
    const [loudest] = news
      .filter((one) => settings.quietUntil === null || one.level === 'red')
      .toSorted((a, c) => LOUDNESS.indexOf(c.level) - LOUDNESS.indexOf(a.level))
    if (!loudest) return
    if (settings.sound) await playLevel(loudest.level)
    if (!settings.browser) return
    for (const one of news) {
      if (settings.quietUntil !== null && one.level !== 'red') continue
      const place = places?.find((each) => each.id === one.place)
      showNotice({
        key: one.id,
        title: translate(text, locale, 'warning', { level: levelWord(one.level, locale) }),
        body: [
          ...(settings.showTitle ? [one.title] : []),
          translate(text, locale, one.kind, { place: place ? b(place) : '' }),
        ].join('\n'),
        path: `/warnings/${one.id}`,
      })
    }
  })

  const rows = waiting.data?.rows
  useEffect(() => {
    if (!rows) return
    const seen = newsOf(known.current, rows)
    known.current = seen.known
    if (seen.news.length > 0) void tell(seen.news).catch(() => {})
  }, [rows])

  const tellTask = useEffectEvent(async (ids: readonly string[]) => {
    const { rows: mine } = await get<{ rows: MyTask[] }>('/tasks/mine')
    const task = mine.find((one) => ids.includes(one.id))
    if (!task) return
    const settings = await readSettings()
    if (settings.quietUntil !== null) return
    if (settings.sound) await playLevel(TASK_SOUND)
    if (settings.browser)
      showNotice({
        key: task.id,
        title: translate(text, locale, 'task'),
        body: settings.showTitle ? b(task.title) : translate(text, locale, 'taskBody'),
        path: `/incidents/${task.incident.id}`,
      })
  })

  const look = useMemo(
    () => paced(() => void queryClient.invalidateQueries({ queryKey: ['warnings', 'list', 'alerts'] }), LOOK_MS),
    [],
  )
  useEffect(() => look.stop, [look])
  useChanges(['warning', 'task'], (changes, many) => {
    if (many || changes.some(({ object }) => object.startsWith('warning/'))) look.run()
    const late = changes.filter(({ act }) => act === 'task.overdue').map(({ object }) => object.slice('task/'.length))
    if (late.length > 0) void tellTask(late).catch(() => {})
  })
  return null
}

const LOUDNESS = ['blue', 'yellow', 'orange', 'red']
