/**
 * The kit: parts, words and times that every page is made of. Pages import from here only. No business rule, no request.
 *
 *     import { defineText, useText, Page, Columns, Column, Section, DataList, Row, Level, Clock } from '../../../kit/public.ts'
 *
 * Words      `text.ts` beside the page: `defineText({ zh, en })`; `const t = useText(text)`; `t('key', { count: 3 })`.
 *            What the server sends in both languages: `const b = useBilingual()`; `b(signal.title)`. No Chinese in .tsx files.
 * Page       `<Page title finding lead actions below>` with the one h1 → `<Columns template="436px 1fr 336px">` →
 *            `<Column>` → `<Section title finding end>`. Hairlines come of themselves; content is padded 20 px at the sides.
 * Rows       `<DataList label rows rowKey onMore loadingMore empty top>{(row) => <Row lead title meta end endMeta strong to/>}`.
 *            `to` makes the whole row a link; `j`/`k` walk. `<NewRows count onShow/>` goes to `top`.
 *            `<Segments name label options/>`, `useAddress(name)`: filters kept in the address.
 * Warnings   `<Level level/>` (shape + word), `<LevelShape/>` beside a text that says it. `<AckCount/> <Acks/> <MissingAcks/>`.
 * Judged     `<Assessed level/>`: 0 nothing found to 3 high, null unknown (dashed), undefined not assessed yet.
 * Deadlines  `<DeadlineTag kind amount unread/>`, `<ClockWords/>`, `<ClockBar/>` or both: `<Clock startedAt dueAt completedAt/>`.
 * Times      `<RelativeTime at/>`, `<PortTime at/>`, `<Duration ms/>`; `useNow()` is the server's time.
 * Evidence   `<Why rows base threshold interval caption/>`, `<SourceGrade words/>`, `<Seen rows/>`, `<Hidden why/>`, `<Gap/>`.
 * Charts     `<Spark values band/>`, `<UsualRange times low high/>`.
 * Forms      `<Field label hint error required><Input/></Field>`, `<FormFault/>`, `faultsByField(problem, names, locale)`.
 *            `<Action allowed={true | {zh,en}} primary busy onClick>`: disabled says why beside the button.
 * States     `<Loaded query={q}>{(data) => …}</Loaded>`, `<EmptyState/>`, `<ErrorState error onRetry/>`, `<Loading/>`.
 * Others     `<Tag kind="on|law|local"/>`, `<CopyableId id name/>`, classes `i2 i3 sm st r nw ell need for-readers`.
 */
export * from './acks.tsx'
export * from './action.tsx'
export { useAppearance } from './appearance.ts'
export * from './assessed.tsx'
export * from './clock.tsx'
export * from './copyable-id.tsx'
export * from './data-list.tsx'
export * from './field.tsx'
export * from './filter.tsx'
export * from './grading.tsx'
export { defineText, formatNumber, type Translate, translate, useBilingual, useText } from './i18n.ts'
export * from './level.tsx'
export { type AssessedLevel, byUrgency, LEVEL_SHAPES, LEVELS, levelWord, type WarningLevel } from './level-words.ts'
export { isTyping, walkList } from './list-keys.ts'
export { currentLocale, type Locale, localeTag, setLocale, useLocale } from './locale.ts'
export * from './page.tsx'
export { PortProvider, useNow, usePortZone } from './port.tsx'
export { duration, fullTime, portTime, relativeTime, timeOfDay, zoneName } from './port-time.ts'
export { faultsByField, Problem, problemFrom, problemWords, toProblem } from './problem.ts'
export * from './section.tsx'
export * from './spark.tsx'
export { usualPosition } from './spark-geometry.ts'
export * from './states.tsx'
export * from './tag.tsx'
export * from './time.tsx'
export * from './why.tsx'
export type { WhyRow } from './why-geometry.ts'
