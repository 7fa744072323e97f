/**
 * The lock file serves every machine. npm writes one that leaves out an optional package which the registry at hand does not
 * carry, and `npm ci` then refuses that file everywhere; and an address of a registry in it binds all to that registry.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Paths where Node would look for a package that the package at `path` asks for, nearest first. */
const placesOf = (path, name) => {
  const places = []
  for (let at = path; ; at = at.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    places.push(`${at === '' ? '' : `${at}/`}node_modules/${name}`)
    if (at === '') return places
  }
}

test('every optional package has an entry', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, it]) =>
    Object.keys(it.optionalDependencies ?? {}).filter((name) => !placesOf(path, name).some((at) => lock.packages[at])),
  )
  assert.deepEqual(missing, [])
})

test('it agrees with package.json', () => {
  assert.deepEqual(lock.packages[''].dependencies, manifest.dependencies)
  assert.deepEqual(lock.packages[''].devDependencies, manifest.devDependencies)
})

test('it names no registry', () => {
  const named = Object.entries(lock.packages).filter(([, it]) => it.resolved !== undefined)
  assert.deepEqual(named, [])
})

test('versions in package.json are exact', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  )
  assert.deepEqual(loose, [])
})
