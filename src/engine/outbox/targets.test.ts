import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkMail, checkWebhook, isLocalHost } from './targets.ts'

const LOCAL = [
  'localhost',
  'a.localhost',
  'LOCALHOST.',
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '169.254.169.254',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '224.0.0.1',
  '255.255.255.255',
]
for (const host of LOCAL) test(`${host} is local`, () => assert.equal(isLocalHost(host), true))
for (const host of ['10.0.0.8', '192.168.1.4', '203.0.113.9', 'hooks.example.cn', '[2001:db8::5]'])
  test(`${host} is not`, () => assert.equal(isLocalHost(host), false))

test('numbers in other spellings are read as the address they are', () => {
  for (const address of ['https://2130706433/', 'https://0x7f.1/', 'https://017700000001/'])
    assert.throws(() => checkWebhook(address, false), /this machine/)
})

test('a webhook is https without a password, unless local targets are allowed', () => {
  assert.equal(checkWebhook('https://hooks.example.cn/in', false).href, 'https://hooks.example.cn/in')
  assert.throws(() => checkWebhook('http://hooks.example.cn/in', false), /https/)
  assert.throws(() => checkWebhook('https://u:p@hooks.example.cn/in', false), /password/)
  assert.throws(() => checkWebhook('hooks.example.cn', false), /whole address/)
  assert.throws(() => checkWebhook('file:///etc/passwd', true), /https/)
  assert.equal(checkWebhook('http://127.0.0.1:9/x', true).port, '9')
})

test('one mail address, and nothing that could become two or a header', () => {
  assert.equal(checkMail(' duty@example.cn ', 'email'), 'duty@example.cn')
  for (const wrong of ['duty', 'a@b', 'a@b.cn,c@d.cn', 'a@b.cn\r\nBcc: c@d.cn', '<a@b.cn>', 'a b@c.cn'])
    assert.throws(() => checkMail(wrong, 'email'))
})
