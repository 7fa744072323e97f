/**
 * Who finds the words. A room registers, for its kind of object, how a notice reads; it is called at the moment of sending in
 * a call of the one who receives, so that policies decide what can be read, and answers null where nothing can.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { NoticeLevel } from './model.ts'

export type Notice = {
  level: NoticeLevel | null
  /** What every reader of the object may know; nothing of other fields goes out. */
  title: string | Bilingual
  place: Bilingual | null
  /** What happened, and what is asked. */
  what: Bilingual
  /** In the console. */
  path: string
  /** It says nothing any more: ended, answered. */
  over: boolean
}

export type Compose = (call: Call, id: string, event: string) => Promise<Notice | null>

const composers = new Map<string, Compose>()

/** Called where the room is loaded. */
export const registerNotice = (kind: string, compose: Compose): void => {
  if (composers.has(kind) && composers.get(kind) !== compose) throw new Error(`notices of ${kind} are registered twice`)
  composers.set(kind, compose)
}

export const composeNotice = (
  call: Call,
  about: { kind: string; id: string },
  event: string,
): Promise<Notice | null> => {
  const compose = composers.get(about.kind)
  if (!compose) throw new Error(`no room says how a notice of ${about.kind} reads`)
  return compose(call, about.id, event)
}

const LEVEL_WORDS: Readonly<Record<NoticeLevel, Bilingual>> = {
  red: { zh: '红色预警', en: 'Red warning' },
  orange: { zh: '橙色预警', en: 'Orange warning' },
  yellow: { zh: '黄色预警', en: 'Yellow warning' },
  blue: { zh: '蓝色预警', en: 'Blue warning' },
}

export type Letter = { subject: string; text: string; json: Record<string, string | null> }

/** The words of a notice in the language of the address. An exercise says so first, always. */
export const letterOf = (
  notice: Notice,
  locale: 'zh' | 'en',
  site: { publicUrl: string; exercise: boolean; event: string },
): Letter => {
  const title = typeof notice.title === 'string' ? notice.title : notice.title[locale]
  const level = notice.level ? LEVEL_WORDS[notice.level][locale] : null
  const zh = locale === 'zh'
  const drill = site.exercise ? (zh ? '【演练】' : '[EXERCISE] ') : ''
  const head = level ? (zh ? `【${level}】` : `[${level}] `) : ''
  const link = `${site.publicUrl}${notice.path}`
  const place = notice.place?.[locale] ?? null
  return {
    subject: `${drill}${head}${title}${zh ? '：' : ': '}${notice.what[locale]}`,
    text: [
      `${drill}${head}${title}`,
      notice.what[locale],
      ...(place ? [zh ? `地点：${place}` : `Place: ${place}`] : []),
      '',
      zh ? `打开查看：${link}` : `Open: ${link}`,
      '',
      zh ? '内容以系统中为准。请勿转发。' : 'What the system shows counts. Please do not forward.',
    ].join('\n'),
    json: {
      event: site.event,
      level: notice.level,
      title,
      what: notice.what[locale],
      place,
      link,
      realm: site.exercise ? 'exercise' : 'live',
    },
  }
}
