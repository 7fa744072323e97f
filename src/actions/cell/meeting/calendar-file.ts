/** A meeting as an iCalendar object (RFC 5545), so that it stands in everybody's own calendar. Pure. */

export type CalendarMeeting = {
  id: string
  host: string
  title: string
  place: string
  startsAt: Date
  endsAt: Date
  cancelled: boolean
  version: number
  agenda: readonly string[]
}

/** RFC 5545, 3.3.11: backslash, semicolon, comma and line breaks are escaped. */
const text = (words: string): string => words.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n')

/** `20261125T013000Z`: instants in UTC need no zone table. */
const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** RFC 5545, 3.1: at most 75 octets a line, continued after a blank, and never in the middle of a character. */
export const fold = (line: string): string => {
  const parts: string[] = []
  let part = ''
  for (const sign of line) {
    const room = parts.length === 0 ? 75 : 74
    if (Buffer.byteLength(part + sign) > room) {
      parts.push(part)
      part = ''
    }
    part += sign
  }
  return [...parts, part].join('\r\n ')
}

export const calendarFile = (meeting: CalendarMeeting, at: Date, domain: string): string =>
  `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tongguan//Standing cell//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${meeting.id}@${domain}`,
    `DTSTAMP:${utc(at)}`,
    `DTSTART:${utc(meeting.startsAt)}`,
    `DTEND:${utc(meeting.endsAt)}`,
    `SEQUENCE:${meeting.version}`,
    `SUMMARY:${text(meeting.title)}`,
    `LOCATION:${text(meeting.place)}`,
    `DESCRIPTION:${text([meeting.host, ...meeting.agenda.map((one, i) => `${i + 1}. ${one}`)].join('\n'))}`,
    `STATUS:${meeting.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map(fold)
    .join('\r\n')}\r\n`
