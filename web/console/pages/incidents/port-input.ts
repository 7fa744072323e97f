/** Times as somebody types them: wall time of the port, without a zone of its own. Pure. */

const partsAt = (at: Date, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** What a `datetime-local` field shows for an instant: `2026-11-19T03:08`. */
export const toPortInput = (at: Date, zone: string): string => partsAt(at, zone)

/** The instant of a `datetime-local` value in the port's zone; undefined for what is not one. */
export const fromPortInput = (words: string, zone: string): Date | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(words)) return undefined
  const asUtc = Date.parse(`${words.slice(0, 16)}:00Z`)
  if (Number.isNaN(asUtc)) return undefined
  // The zone's offset at about that moment, then once more at the moment found: right except inside a skipped hour.
  let found = asUtc
  for (let i = 0; i < 2; i++) found += asUtc - Date.parse(`${partsAt(new Date(found), zone)}:00Z`)
  return new Date(found)
}
