/**
 * Accounts, codes and tokens: by an administrator of the demonstration in English, and on a clean site that begins with the
 * command line. Ways in that must stay shut are tried as well.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { Secret, TOTP } from 'otpauth'
import type { Locator, Page } from 'playwright-core'
import {
  assertNoFaults,
  enter,
  go,
  gone,
  keep,
  PATIENCE_MS,
  see,
  settled,
  stage,
  story,
  visit,
} from '../support/pages.ts'
import { type RunningSite, startSite } from '../support/running-site.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')
const PASSWORD = 'seven cranes over berth five'
const LOGIN = 'li.na'
const run = promisify(execFile)

let clean: RunningSite
let admin: Page
let officer: Page
let stranger: Page
let link = ''
let key = ''

const here = stage(async () => {
  clean = await startSite({ args: ['--empty'] })
})
after(() => clean?.end())

const part = story(() => [admin, officer, stranger])

const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })

/** A code works once, so each use takes the next of the codes that the server accepts around now. */
let used = -1
const nextCode = async (): Promise<string> => {
  const step = Math.max(used + 1, Math.floor(Date.now() / 30_000) - 1)
  const wait = (step - 1) * 30_000 - Date.now()
  if (wait > 0) await new Promise((ready) => setTimeout(ready, wait))
  used = step
  return new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: step * 30_000 })
}

const fillSignIn = async (page: Page, login: string, password: string): Promise<void> => {
  await page.getByLabel('User name').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Passwords are slow to check on purpose; the answer is there when the button is free again. */
const answered = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => !document.querySelector('.ant-btn-loading'), null, { timeout: PATIENCE_MS })

const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('banner').getByRole('button', { name: /Li Na/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await see(heading(page, 'Sign in'))
}

part('an administrator opens an account; what is missing is said at its field', async () => {
  admin = await enter(here, 'demo.admin', '/administration', { language: 'en' })
  await see(heading(admin, 'Administration'))
  await admin.getByRole('button', { name: 'Open an account' }).click()
  await admin.getByRole('button', { name: 'Open', exact: true }).click()
  await see(admin.getByText('Required.'))
  await admin.getByLabel('Login').fill('Li Na!')
  await admin.getByLabel('Name in Chinese').fill('李娜')
  await admin.getByLabel('Name in English').fill('Li Na')
  await admin.getByRole('combobox', { name: 'Posts' }).click()
  await admin.getByRole('combobox', { name: 'Posts' }).fill('health quarantine')
  await admin.getByTitle(/Health quarantine officer/).click()
  await admin.keyboard.press('Escape')
  await admin.getByRole('button', { name: 'Open', exact: true }).click()
  await see(admin.getByRole('alert').filter({ hasText: /\w/ }))
  await keep(admin, 'en/1440/account-new-faults')
  await admin.getByLabel('Login').fill(LOGIN)
  await admin.getByRole('button', { name: 'Open', exact: true }).click()
  const once = admin.getByRole('status').filter({ hasText: 'One-time link of Li Na' })
  await see(once)
  link = (await once.getByRole('code').textContent()) ?? ''
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/link\/\S{20,}$/)
  await keep(admin, 'en/1440/account-link-once')
  await admin.getByRole('button', { name: 'Handed over, close' }).click()
  await gone(once)
  await see(
    admin
      .getByRole('list', { name: 'Accounts' })
      .getByRole('listitem')
      .filter({ hasText: LOGIN })
      .getByText('link open'),
  )
})

part('the link sets a password and a one-time code, and works once', async () => {
  officer = await visit(here, { language: 'en' })
  await go(officer, link)
  await see(heading(officer, 'Set your password'))
  await see(officer.getByText('Li Na, user name li.na'))
  await see(officer.getByRole('img', { name: 'QR code for the authenticator' }))
  await officer.getByText('If you cannot scan, enter the key by hand').click()
  key = (await officer.getByRole('button', { name: /^Copy key / }).getAttribute('title')) ?? ''
  assert.match(key, /^[A-Z2-7]{32,}$/)
  const save = officer.getByRole('button', { name: 'Save and sign in' })
  await officer.getByLabel('New password').fill('too short')
  await save.click()
  await see(officer.getByText('3 more characters needed.'))
  await officer.getByLabel('New password').fill(PASSWORD)
  await officer.getByLabel('Once more').fill('something else entirely')
  await save.click()
  await see(officer.getByText('The two differ; enter it once more.'))
  await officer.getByLabel('Once more').fill(PASSWORD)
  await officer.getByLabel('One-time code').fill('000000')
  await save.click()
  await see(officer.getByText(/The code is wrong/))
  await keep(officer, 'en/1440/link')
  await officer.getByLabel('One-time code').fill(await nextCode())
  await save.click()
  await see(officer.getByRole('banner').getByRole('button', { name: /Li Na/ }))
  stranger = await visit(here, { language: 'en' })
  await go(stranger, link)
  await see(stranger.getByText('The link is not valid, was used, or has expired.'))
  await keep(stranger, 'en/1440/link-used')
})

part('signing in takes password and code, and never says which of them was wrong', async () => {
  await signOut(officer)
  await officer.getByRole('button', { name: 'Sign in', exact: true }).click()
  await see(officer.getByText('Enter your user name.'))
  await fillSignIn(officer, LOGIN, 'not the password at all')
  await see(officer.getByText('User name, password or code is wrong.'))
  await fillSignIn(officer, LOGIN, PASSWORD)
  const code = officer.getByLabel('One-time code')
  await see(code)
  await code.fill('000000')
  await officer.getByRole('button', { name: 'Continue' }).click()
  await see(officer.getByText('User name, password or code is wrong.'))
  await keep(officer, 'en/1440/sign-in-wrong')
  await code.fill(await nextCode())
  await officer.getByRole('button', { name: 'Continue' }).click()
  await see(officer.getByRole('banner').getByRole('button', { name: /Li Na/ }))
})

part('guessing is held up and says for how long; the officer on her own device still gets in', async () => {
  await go(stranger, '/')
  const held = stranger.getByText(/Too many attempts/i)
  for (let i = 0; i < 8 && !(await held.isVisible()); i++) {
    await fillSignIn(stranger, LOGIN, `guess number ${i}`)
    await see(stranger.getByRole('alert'))
    await answered(stranger)
  }
  await see(held)
  await see(stranger.getByText(/\d+ (s|min)|under 1 min/))
  await keep(stranger, 'en/1440/sign-in-held')
  await signOut(officer)
  await fillSignIn(officer, LOGIN, PASSWORD)
  await officer.getByLabel('One-time code').fill(await nextCode())
  await officer.getByRole('button', { name: 'Continue' }).click()
  await see(officer.getByRole('banner').getByRole('button', { name: /Li Na/ }))
})

part('the administrator sees the hold, and a disabled account is out at once', async () => {
  await go(admin, '/administration')
  const row = admin.getByRole('list', { name: 'Accounts' }).getByRole('listitem').filter({ hasText: LOGIN })
  await see(row.getByText('sign-in held'))
  await row.getByRole('link').click()
  await admin.getByRole('button', { name: 'Lift the hold on sign-in' }).click()
  await gone(row.getByText('sign-in held'))
  await admin.getByRole('button', { name: 'Disable account' }).click()
  await see(admin.getByText(/All sessions are signed out at once/))
  await keep(admin, 'en/1440/account-disable')
  await admin.getByRole('button', { name: 'Disable now' }).click()
  await see(row.getByText('disabled'))
  // Her page is open and nobody touches it: the live connection tells it.
  await see(heading(officer, 'Sign in'))
})

part('a token works for what it was given, until it is revoked', async () => {
  await admin.getByRole('button', { name: 'API tokens' }).click()
  await see(admin.getByRole('heading', { name: 'Issue a token' }))
  const issue = admin.getByRole('button', { name: 'Issue', exact: true })
  await issue.click()
  await see(admin.getByText('Required.'))
  await admin.getByLabel('Name', { exact: true }).fill('declaration feed')
  await admin.getByRole('combobox', { name: 'Post', exact: true }).click()
  await admin.getByRole('combobox', { name: 'Post', exact: true }).fill('risk analyst')
  await admin.getByTitle(/Risk analyst/).click()
  await admin.getByRole('checkbox', { name: 'read signals' }).check()
  await issue.click()
  const once = admin.getByRole('status').filter({ hasText: 'Token “declaration feed”' })
  await see(once)
  const token = (await once.getByRole('code').textContent()) ?? ''
  const ask = async (path: string) =>
    (await fetch(`${here.site.url}/api${path}`, { headers: { authorization: `Bearer ${token}` } })).status
  assert.equal(await ask('/signals?limit=1'), 200)
  assert.notEqual(await ask('/warnings'), 200)
  await keep(admin, 'en/1440/token-once')
  await admin.getByRole('button', { name: 'Handed over, close' }).click()
  const row = admin
    .getByRole('list', { name: 'API tokens' })
    .getByRole('listitem')
    .filter({ hasText: 'declaration feed' })
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  await row.getByRole('button', { name: 'Revoke now' }).click()
  await see(row.getByText(/^revoked/))
  assert.equal(await ask('/signals?limit=1'), 401)
  for (const page of [admin, officer, stranger]) assertNoFaults(page)
})

part('a clean site offers no personas; the first account comes from the command line', async () => {
  stranger = await visit({ ...here, site: clean }, { language: 'en' })
  await go(stranger, '/')
  await see(heading(stranger, 'Sign in'))
  assert.equal(await stranger.getByText('Demonstration identities').count(), 0)
  assert.equal((await stranger.request.get(`${clean.url}/api/session/personas`)).status(), 404)
  await keep(stranger, 'en/1440/sign-in-clean')
  const { stdout } = await run(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      MAIN,
      'account',
      'create',
      '--admin',
      '--login',
      'first',
      '--name-en',
      'Li Na',
      '--json',
    ],
    { env: { ...process.env, DATABASE_URL: '', TONGGUAN_DATA: clean.dataDir, PORT: new URL(clean.url).port } },
  )
  const made = JSON.parse(stdout) as { link: string }
  await go(stranger, made.link)
  await stranger.getByText('If you cannot scan, enter the key by hand').click()
  key = (await stranger.getByRole('button', { name: /^Copy key / }).getAttribute('title')) ?? ''
  used = -1
  await stranger.getByLabel('New password').fill(PASSWORD)
  await stranger.getByLabel('Once more').fill(PASSWORD)
  await stranger.getByLabel('One-time code').fill(await nextCode())
  await stranger.getByRole('button', { name: 'Save and sign in' }).click()
  await see(stranger.getByRole('banner').getByRole('button', { name: /Li Na/ }))
})

part('every page of a clean site says why it is empty and what to do first', async () => {
  await see(stranger.getByText('Set up posts and accounts'))
  for (const [path, name, words] of [
    ['/', 'situation', /Set up posts and accounts/],
    ['/administration', 'administration', /1 account/],
    ['/administration?tab=posts', 'administration-posts', /1 post/],
    ['/administration?tab=tokens', 'administration-tokens', /No API tokens yet/],
    ['/ledger', 'ledger', /\d+ entries/],
  ] as const) {
    await go(stranger, path)
    await see(stranger.getByRole('main').getByText(words))
    await settled(stranger)
    await keep(stranger, `en/1440/empty-${name}`)
  }
  assert.equal(await stranger.getByText('Synthetic demonstration data').count(), 0)
  assertNoFaults(stranger)
})
