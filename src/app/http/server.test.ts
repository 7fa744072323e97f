import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildServer } from './server.ts'

test('an address of the console is its page; a built file or a route that is not there is absent', async () => {
  const webDir = mkdtempSync(join(tmpdir(), 'tongguan-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>console</title>')
  writeFileSync(join(webDir, 'assets', 'a.js'), 'export {}')
  const server = await buildServer({ webDir, version: '0', logError: () => {} })
  try {
    const look = async (url: string) => {
      const { statusCode, headers } = await server.inject({ method: 'GET', url })
      return [statusCode, String(headers['content-type']).split(';')[0]]
    }
    assert.deepEqual(await look('/signals/42'), [200, 'text/html'])
    assert.equal((await look('/assets/a.js'))[0], 200)
    assert.deepEqual(await look('/assets/gone.js'), [404, 'application/problem+json'])
    assert.deepEqual(await look('/api/nothing'), [404, 'application/problem+json'])
  } finally {
    await server.close()
    rmSync(webDir, { recursive: true, force: true })
  }
})
