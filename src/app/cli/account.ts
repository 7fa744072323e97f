/**
 * `tongguan account …`: the first officer of an empty site, and what to do when nobody can sign in. Works as the auth role
 * on the site's own machine: whoever can run it holds the site's key anyway. Everything is recorded like a change of the page.
 */
import { parseArgs } from 'node:util'
import { DomainError } from '../../base/public.ts'
import {
  appendIdentityFacts,
  createAccount,
  type Desk,
  disableAccount,
  enableAccount,
  ensureAdministratorPost,
  listAccounts,
  namedUuid,
  resetAccount,
  siteKey,
  systemPostOf,
  unlockAccount,
} from '../../environment/identity/public.ts'
import type { House } from '../../ledger/public.ts'
import { type Tx, withRole } from '../../store/public.ts'

export type CommandOutput = {
  /** Lines of the answer; with `json` exactly one JSON document. */
  out(line: string): void
  /** Messages. */
  err(line: string): void
  json: boolean
}

/** The office that coordinates the port keeps its accounts, unless `--agency` says otherwise. */
const DEFAULT_AGENCY = 'port_office'
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,63}$/

export const ACCOUNT_USAGE = `tongguan account create --admin --login NAME [--name-zh 姓名] [--name-en NAME] [--agency ID]
tongguan account create --login NAME --post POST_ID [--post POST_ID …] [--name-zh 姓名] [--name-en NAME]
tongguan account reset LOGIN       ends password, codes and sessions; prints a one-time link
tongguan account list
tongguan account disable LOGIN
tongguan account enable LOGIN
tongguan account unlock LOGIN      forgets wrong passwords and codes counted for it`

class Usage extends Error {}

const deskOf = (house: House, tx: Tx, agencyId: string): Desk => ({
  tx,
  key: siteKey(house.dataDir),
  demo: house.demo,
  accountId: null,
  agencyId,
  record: (fact) =>
    appendIdentityFacts(tx, { postId: systemPostOf(fact.agencyId), accountId: null }, house.clock.now(), [fact]),
})

const findByLogin = async (desk: Desk, login: string) => {
  const { rows } = await listAccounts(desk, { q: login, limit: 200 })
  const row = rows.find((one) => one.login === login)
  if (!row) throw new DomainError('not_found', { zh: `没有账号“${login}”。`, en: `There is no account "${login}".` })
  return row
}

const readOptions = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        admin: { type: 'boolean', default: false },
        login: { type: 'string' },
        'name-zh': { type: 'string' },
        'name-en': { type: 'string' },
        agency: { type: 'string' },
        post: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new Usage((error as Error).message)
  }
}

type Options = ReturnType<typeof readOptions>['values']

const create = async (desk: Desk, options: Options) => {
  const login = options.login?.trim().toLowerCase()
  if (!login || !LOGIN.test(login))
    throw new Usage('--login NAME: 2 to 64 of a–z, 0–9, dot, hyphen, underscore; it begins with a letter or digit')
  const posts = options.post ?? []
  if (options.admin === posts.length > 0) throw new Usage('say either --admin or --post POST_ID')
  if (options.admin) {
    const postId = namedUuid(`administrator post of ${desk.agencyId}`)
    await ensureAdministratorPost(desk, desk.agencyId, postId)
    posts.push(postId)
  }
  const officer = { zh: options['name-zh'] ?? login, en: options['name-en'] ?? login }
  return createAccount(desk, { login, officer, postIds: posts })
}

const withLogin = (positionals: readonly string[]): string => {
  const [, login, ...more] = positionals
  if (!login || more.length > 0) throw new Usage('name one LOGIN')
  return login.toLowerCase()
}

const run = async (args: readonly string[], house: House, address: string, output: CommandOutput): Promise<void> => {
  const { values, positionals } = readOptions(args)
  const [verb] = positionals
  const json = output.json || values.json
  const say = (answer: object, lines: readonly string[]) => {
    if (json) output.out(JSON.stringify(answer))
    else for (const line of lines) output.out(line)
  }
  const agencyId = values.agency ?? DEFAULT_AGENCY
  const atDesk = <T>(fn: (desk: Desk) => Promise<T>): Promise<T> =>
    withRole(house.db, 'auth', (tx) => fn(deskOf(house, tx, agencyId)))
  const until = (expiresAt: string): string => `This link can be used once, until ${expiresAt}:`

  switch (verb) {
    case 'create': {
      const made = await atDesk((desk) => create(desk, values))
      const link = `${address}${made.link}`
      return say({ id: made.id, link, expiresAt: made.expiresAt }, [until(made.expiresAt), link])
    }
    case 'reset': {
      const login = withLogin(positionals)
      const made = await atDesk(async (desk) => resetAccount(desk, (await findByLogin(desk, login)).id))
      const link = `${address}${made.link}`
      return say({ login, link, expiresAt: made.expiresAt }, [until(made.expiresAt), link])
    }
    case 'list': {
      const rows = await atDesk(async (desk) => {
        const all = []
        for (let before: string | undefined; ; ) {
          const page = await listAccounts(desk, { limit: 200, before })
          all.push(...page.rows)
          if (page.next === null) return all
          before = page.next
        }
      })
      const stateOf = (row: (typeof rows)[number]): string =>
        row.disabled
          ? 'disabled'
          : row.demo
            ? 'demonstration'
            : row.totp
              ? 'active'
              : row.linkOpen
                ? 'invited'
                : 'no password'
      return say(
        { rows },
        rows.map((row) =>
          [
            row.login,
            stateOf(row),
            row.officer.zh,
            row.posts.map((post) => `${post.agency.id}: ${post.zh}`).join('; '),
          ].join('\t'),
        ),
      )
    }
    case 'disable':
    case 'enable':
    case 'unlock': {
      const login = withLogin(positionals)
      const act = { disable: disableAccount, enable: enableAccount, unlock: unlockAccount }[verb]
      await atDesk(async (desk) => act(desk, (await findByLogin(desk, login)).id))
      return say({ login, done: verb }, [`${login}: ${verb} done`])
    }
    default:
      throw new Usage(verb === undefined ? 'say what to do' : `unknown: account ${verb}`)
  }
}

/**
 * Runs after the database is open and migrated and the reference data are loaded.
 * @param args what follows `account`
 * @param address where the console is reached, without a slash at the end
 * @returns exit status: 0 done, 1 refused or failed, 2 wrong usage
 */
export const accountCommand = async (
  args: readonly string[],
  house: House,
  address: string,
  output: CommandOutput,
): Promise<0 | 1 | 2> => {
  try {
    await run(args, house, address, output)
    return 0
  } catch (error) {
    if (error instanceof Usage) {
      output.err(`${error.message}\n\n${ACCOUNT_USAGE}`)
      return 2
    }
    if (!(error instanceof DomainError)) throw error
    output.err(error.text.en)
    return 1
  }
}
