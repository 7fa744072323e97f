/** Reads every dictionary and every page of the web folder: both languages complete and unmixed, no words outside `text.ts`. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Message } from './i18n.ts'

const web = fileURLToPath(new URL('..', import.meta.url))
const skip = (name: string) => name.includes('node_modules') || name.startsWith('dist')

/** Proper names, codes and keys that stand in a Chinese page as they are. Add a code here, never a word. */
const CODES = new Set(
  `EN CSV XLSX JSON GBK UTF MiB KiB BOM TLP API ID URL HTTP SHA SM C2SP RFC PDF TXT DOCX UTC TOTP QR HS AIS GREEN AMBER RED CLEAR STRICT
  CIRCULAR FROM CURRENT NAME Esc Enter tongguan Tongguan ledger verify tlog tiles Ed25519 vkey checkpoint KiB MiB WebGL TONGGUAN PORT FILE
  csv xlsx jsonl failed INBOX OUTBOX IMO ISO MMSI ITU SMTP HMAC BIC GB`.split(/\s+/),
)

type Dictionary = { zh: Record<string, string>; en: Record<string, Message> }
const variants = (message: Message): string[] =>
  typeof message === 'string' ? [message] : [message.one, message.other]
const names = (message: string) => new Set([...message.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ''))

const files = globSync('**/{,*-}text.ts', { cwd: web }).filter((name) => !skip(name))

for (const file of files) {
  test(`${file}: both languages are complete and unmixed`, async () => {
    const { text } = (await import(pathToFileURL(`${web}/${file}`).href)) as { text: Dictionary }
    assert.deepEqual(Object.keys(text.en).sort(), Object.keys(text.zh).sort())
    for (const [key, zh] of Object.entries(text.zh)) {
      const words = zh.replace(/\{\w+\}/g, '').match(/[A-Za-z][A-Za-z0-9]+/g) ?? []
      for (const word of words) assert.ok(CODES.has(word), `zh.${key} has the English word “${word}”`)
      for (const en of variants(text.en[key] ?? '')) {
        assert.ok(en !== '' || zh === '', `en.${key} is empty`)
        assert.doesNotMatch(en, /[\p{Script=Han}，。；：！？（）、《》]/u, `en.${key} has Chinese`)
        for (const name of names(en)) assert.ok(names(zh).has(name), `en.${key} has {${name}}, which the Chinese lacks`)
      }
    }
  })
}

test('no Chinese words in components: they belong in text.ts', () => {
  for (const file of globSync('**/*.tsx', { cwd: web }).filter((name) => !skip(name))) {
    const code = readFileSync(`${web}/${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    assert.doesNotMatch(code, /\p{Script=Han}/u, file)
  }
})
