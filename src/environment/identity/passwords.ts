/**
 * Passwords: what is refused, and how one is kept. Argon2id with the parameters of the OWASP Password Storage Cheat Sheet
 * (19 MiB, 2 passes, 1 lane). Length and a short list of known ones instead of rules about signs (NIST SP 800-63B, 5.1.1.2).
 */
import { hash, verify } from '@node-rs/argon2'
import { DomainError, invalid } from '../../base/public.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

export const PASSWORD_MIN_CHARACTERS = 12
/** Judgement: longer than any passphrase, short enough that hashing it costs nothing beyond the parameters. */
const PASSWORD_MAX_CHARACTERS = 256

export type PasswordCost = { memoryKiB: number; passes: number }
export const OWASP_COST: PasswordCost = { memoryKiB: 19_456, passes: 2 }

/** Compatibility form: the same password typed on two keyboards is the same password (NIST SP 800-63B). */
const normal = (password: string): string => password.normalize('NFKC')

/** True for `abcdef…`, `987654…`, `qwerty…`: every step the same neighbour. */
const isRun = (text: string): boolean => {
  const step = (text.codePointAt(1) ?? 0) - (text.codePointAt(0) ?? 0)
  if (Math.abs(step) > 1) return false
  return [...text].every((sign, at, all) => at === 0 || sign.codePointAt(0)! - all[at - 1]!.codePointAt(0)! === step)
}

/** True when the text is one short piece repeated: `tongguantongguan`. */
const isRepeated = (text: string): boolean => {
  for (let length = 1; length <= text.length / 2; length += 1)
    if (text.length % length === 0 && text.slice(0, length).repeat(text.length / length) === text) return true
  return false
}

/** The word at the core: without the digits and signs at its end, look-alikes as the letters they stand for. */
const coreOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}]+$/u, '')
    .replaceAll('@', 'a')
    .replaceAll('0', 'o')
    .replaceAll('$', 's')
    .replaceAll('3', 'e')
    .replace(/[^\p{L}\p{N}]/gu, '')

const COMMON = new Set(COMMON_PASSWORDS)
const COMMON_CORES = new Set(COMMON_PASSWORDS.map(coreOf).filter((core) => core !== ''))

/** @throws DomainError `invalid` on field `password`, with what to do. */
export const refuseWeakPassword = (password: string, login: string): void => {
  const text = normal(password)
  const characters = [...text].length
  if (characters < PASSWORD_MIN_CHARACTERS)
    throw invalid(
      'password',
      `密码至少 ${PASSWORD_MIN_CHARACTERS} 个字符；可以用一句话。`,
      `A password has at least ${PASSWORD_MIN_CHARACTERS} characters; a sentence will do.`,
    )
  if (characters > PASSWORD_MAX_CHARACTERS)
    throw invalid(
      'password',
      `密码最多 ${PASSWORD_MAX_CHARACTERS} 个字符。`,
      `A password has at most ${PASSWORD_MAX_CHARACTERS} characters.`,
    )
  const lower = text.toLowerCase()
  const common = COMMON.has(lower) || COMMON_CORES.has(coreOf(text))
  // Digits alone are telephone, identity-card and date numbers.
  const isNumber = /^\d+x?$/.test(lower)
  if (common || isNumber || isRun(lower) || isRepeated(lower) || new Set(lower).size < 5)
    throw invalid('password', '这个密码太常见，请换一个。', 'This password is too common; choose another.')
  if (
    login.length >= 3 &&
    lower.includes(login.toLowerCase()) &&
    characters - login.length < PASSWORD_MIN_CHARACTERS - 4
  )
    throw invalid('password', '密码不要以登录名为主。', 'The password must not be made of the login.')
}

/**
 * At most this many hashes at a time, and this many waiting: each takes 19 MiB and a core for tens of milliseconds, so an
 * unlimited queue would let anyone stop the server. Judgement, not validated.
 */
const AT_ONCE = 4
const WAITING = 64

const limited = () => {
  let running = 0
  const queue: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) {
      if (queue.length >= WAITING)
        throw new DomainError(
          'too_many',
          { zh: '登录请求过多，请稍候再试。', en: 'Too many sign-ins at this moment; try again shortly.' },
          { retryAfterSeconds: 5 },
        )
      await new Promise<void>((resolve) => queue.push(resolve))
    }
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      queue.shift()?.()
    }
  }
}

export type Passwords = {
  /** PHC string. */
  hash(password: string): Promise<string>
  /** Takes as long for an account that does not exist or has no password (`undefined`): the same work is done. */
  verify(stored: string | undefined, password: string): Promise<boolean>
}

/** @param cost memory in KiB and passes; below OWASP's only in tests */
export const passwordsOf = (cost: PasswordCost = OWASP_COST): Passwords => {
  const options = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: 1 }
  const inTurn = limited()
  let nobody: Promise<string> | undefined
  return {
    hash: (password) => inTurn(() => hash(normal(password), options)),
    verify: async (stored, password) => {
      nobody ??= hash('nobody has this password', options)
      const against = stored ?? (await nobody)
      const fits = await inTurn(() => verify(against, normal(password)))
      return fits && stored !== undefined
    },
  }
}
