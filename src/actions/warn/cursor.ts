/** Where a list goes on: instant and id of its last row, which the reader has seen. Opaque by contract, not by secrecy. */
import { invalid, isUuid } from '../../base/public.ts'

export type Position = { at: Date; id: string }

export const writeCursor = ({ at, id }: Position): string => Buffer.from(`${at.getTime()} ${id}`).toString('base64url')

/** @throws DomainError `invalid` */
export const readCursor = (text: string | undefined): Position | undefined => {
  if (text === undefined) return undefined
  const [ms, id] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  const at = new Date(Number(ms))
  if (id === undefined || !isUuid(id) || Number.isNaN(at.getTime()))
    throw invalid(
      'before',
      '翻页位置无效，请从第一页重新开始。',
      'The position is not valid; start again at the first page.',
    )
  return { at, id }
}
