/** When to try the live connection again: 1 s, 2 s, 4 s … up to 30 s, each by up to a fifth shorter, so that a thousand
 *  consoles do not return in the same instant after a restart. Judgement, not validated. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5)) * (1 - random * 0.2)

/** `signal` of `signal/6f9…`. */
export const objectKind = (object: string): string => object.split('/', 1)[0] ?? ''
