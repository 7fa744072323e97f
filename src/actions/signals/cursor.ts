/** Opaque list cursors: the place after which a page begins. A cursor of another site or of another list is refused. */
import { DomainError, isUuid, sealedText } from '../../base/public.ts'

export type Place = { at: Date; id: string }

const invalidCursor = (): DomainError =>
  new DomainError(
    'invalid',
    { zh: '翻页标记无效，请从头打开列表。', en: 'The page marker is not valid; open the list again.' },
    {
      fields: [{ field: 'before', zh: '翻页标记无效', en: 'not a page marker of this list' }],
    },
  )

/** `list` names the list, so that a cursor of one does not open another. */
export const cursorsOf = (siteKey: Buffer, list: string) => {
  const sealed = sealedText(siteKey, `cursor ${list}`)
  return {
    seal: ({ at, id }: Place): string => sealed.seal(`${at.getTime()} ${id}`),
    /** @throws DomainError `invalid` */
    open: (cursor: string): Place => {
      const [ms, id] = sealed.open(cursor)?.split(' ') ?? []
      if (ms === undefined || id === undefined || !isUuid(id)) throw invalidCursor()
      return { at: new Date(Number(ms)), id }
    },
  }
}
