/**
 * Identifiers of the field, as their standards write them: shape and check digit. Pure. A shape that does not fit cannot be
 * the thing at all; a check digit that does not fit is a finding of its own, because whoever hides something mistypes too.
 */

/** Without the spaces, hyphens and dots that people write into codes; upper case. */
const compact = (text: string): string => text.replaceAll(/[\s.·-]/g, '').toUpperCase()

// ---------------------------------------------------------------- containers

const CONTAINER = /^[A-Z]{4}\d{7}$/
/** ISO 6346:2022, 5.2: equipment category U (freight container), J (detachable equipment), Z (trailer, chassis). */
const CATEGORIES = new Set(['U', 'J', 'Z'])

/** Owner code, category, serial number and check digit in one; undefined for what is no container number. */
export const readContainer = (text: string): string | undefined => {
  const code = compact(text)
  return CONTAINER.test(code) ? code : undefined
}

/** Letters count 10, 12, 13 … 38: multiples of 11 are left out (ISO 6346:2022, annex A). */
const letterValue = (letter: string): number => {
  const value = letter.charCodeAt(0) - 55
  return value + Math.floor((value - 1) / 10)
}

/** ISO 6346:2022, annex A: sum of value × 2^place, modulo 11, ten read as zero. */
export const containerCheckDigit = (code: string): number => {
  let sum = 0
  for (let i = 0; i < 10; i++) {
    const one = code[i]!
    sum += (i < 4 ? letterValue(one) : Number(one)) * 2 ** i
  }
  return (sum % 11) % 10
}

export const isContainerSound = (code: string): boolean =>
  CATEGORIES.has(code[3]!) && containerCheckDigit(code) === Number(code[10])

// ---------------------------------------------------------------- ships

/** IMO ship identification number (IMO resolution A.1117(30)): seven digits, with or without the letters IMO. */
export const readImo = (text: string): string | undefined => /^(?:IMO)?(\d{7})$/.exec(compact(text))?.[1]

/** The last digit of the sum of the first six, weighted 7 to 2, is the seventh. */
export const isImoSound = (imo: string): boolean => {
  let sum = 0
  for (let i = 0; i < 6; i++) sum += Number(imo[i]) * (7 - i)
  return sum % 10 === Number(imo[6])
}

/** Maritime mobile service identity (ITU-R M.585-9): nine digits. */
export const readMmsi = (text: string): string | undefined => /^(?:MMSI)?(\d{9})$/.exec(compact(text))?.[1]

/** Where the maritime identification digits stand in the forms of ITU-R M.585-9; ship stations begin with them. */
const MID_AT: readonly [form: RegExp, at: number][] = [
  [/^[2-7]/, 0],
  // Group of ship stations; coast station; aircraft in search and rescue; handheld; craft of a parent ship; aid to navigation.
  [/^0[2-7]/, 1],
  [/^00[2-7]/, 2],
  [/^111/, 3],
  [/^8/, 1],
  [/^98/, 2],
  [/^99/, 2],
]
/** Free-form identities of distress devices: AIS-SART 970, man overboard 972, EPIRB-AIS 974. */
const DISTRESS = /^97[024]/

/** The digits name an administration only between 201 and 775 (ITU table of maritime identification digits). */
export const isMmsiSound = (mmsi: string): boolean => {
  if (DISTRESS.test(mmsi)) return true
  const form = MID_AT.find(([pattern]) => pattern.test(mmsi))
  if (!form) return false
  const mid = Number(mmsi.slice(form[1], form[1] + 3))
  return mid >= 201 && mid <= 775
}

// ---------------------------------------------------------------- organisations

/** GB 32100-2015, table 1: digits and letters without I, O, S, V, Z; the place of each is its value. */
const ORGANISATION_DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION = /^[0-9A-HJ-NPQRTUWXY]{18}$/

/** Unified social credit code of a legal person or other organisation in China (GB 32100-2015): 18 places. */
export const readOrganisation = (text: string): string | undefined => {
  const code = compact(text)
  return ORGANISATION.test(code) ? code : undefined
}

/** GB 32100-2015, 4.6: 31 − (Σ value × 3^(place − 1) mod 31), 31 read as zero. */
export const isOrganisationSound = (code: string): boolean => {
  let sum = 0
  let weight = 1
  for (let i = 0; i < 17; i++) {
    sum += ORGANISATION_DIGITS.indexOf(code[i]!) * weight
    weight = (weight * 3) % 31
  }
  return ORGANISATION_DIGITS[(31 - (sum % 31)) % 31] === code[17]
}

/** Registered with the industry and commerce administration as an individual business: it may be a person. */
export const mayBePerson = (organisation: string): boolean => organisation.startsWith('92')

// ---------------------------------------------------------------- places, goods

/** UN/LOCODE (UN/CEFACT Recommendation 16): country, then three letters or digits 2 to 9. The shape alone: the list is not shipped. */
export const readLocode = (text: string): string | undefined => {
  const code = compact(text)
  return /^[A-Z]{2}[A-Z2-9]{3}$/.test(code) ? code : undefined
}

/** Subheading of the Harmonized System: six digits, leading zero included; not rounded, not filled. */
export const readHs6 = (text: string): string | undefined => (/^\d{6}$/.test(text) ? text : undefined)

/** Number of a dangerous good (UN Recommendations on the Transport of Dangerous Goods): four digits, with or without UN. */
export const readUnNumber = (text: string): string | undefined => /^(?:UN)?(\d{4})$/.exec(compact(text))?.[1]
