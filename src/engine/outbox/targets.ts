/**
 * Where a webhook may point. A server that posts to addresses of this machine or its link could be used to reach what only it
 * can reach; so such targets are refused when they are configured and again when the name is resolved, for each address that
 * it resolves to (a name may be pointed elsewhere later). Private networks are allowed: ports run on them.
 */
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { invalid } from '../../base/public.ts'

const LOCAL = new BlockList()
LOCAL.addSubnet('0.0.0.0', 8, 'ipv4')
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4')
LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LOCAL.addSubnet('224.0.0.0', 3, 'ipv4')
LOCAL.addAddress('::', 'ipv6')
LOCAL.addAddress('::1', 'ipv6')
LOCAL.addSubnet('fe80::', 10, 'ipv6')
LOCAL.addSubnet('ff00::', 8, 'ipv6')
// IPv4 in IPv6 clothes, mapped and translated: seen through, or it would be a way around.
LOCAL.addSubnet('64:ff9b::7f00:0', 104, 'ipv6')
LOCAL.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')

/** The node's own block list already reads mapped addresses (::ffff:127.0.0.1) as IPv4. */
export const isLocalAddress = (address: string): boolean => {
  const family = isIP(address)
  return family === 0 ? false : LOCAL.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '')

export const isLocalHost = (host: string): boolean => {
  const name = withoutBrackets(host).toLowerCase().replace(/\.$/, '')
  return name === 'localhost' || name.endsWith('.localhost') || isLocalAddress(name)
}

/** @throws DomainError `invalid` on `address` */
export const checkWebhook = (address: string, localTargets: boolean): URL => {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw invalid('address', '请填写完整网址，以 https:// 开头。', 'Give a whole address that begins with https://.')
  }
  if (url.username !== '' || url.password !== '')
    throw invalid('address', '网址中不要写用户名和密码。', 'Leave user name and password out of the address.')
  if (url.protocol !== 'https:' && !(localTargets && url.protocol === 'http:'))
    throw invalid('address', '只能用 https:// 开头的网址。', 'Only an address that begins with https:// is taken.')
  if (!localTargets && isLocalHost(url.hostname))
    throw invalid(
      'address',
      '不能指向本机或链路本地地址。请填写接收方服务器的网址。',
      'It must not point to this machine or its link. Give the address of the receiving server.',
    )
  return url
}

const MAIL = /^[^\s@<>(),;:"\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i

/** @throws DomainError `invalid` on `field` */
export const checkMail = (address: string, field: string): string => {
  const trimmed = address.trim()
  if (!MAIL.test(trimmed) || trimmed.length > 200)
    throw invalid(
      field,
      '请填写一个邮箱地址，如 duty@example.cn。',
      'Give one e-mail address, such as duty@example.cn.',
    )
  return trimmed
}

export class LocalTarget extends Error {
  readonly code = 'LOCAL_TARGET'
}

/** For `http.request`: resolves as usual and refuses a name that leads to a local address, whichever of several it is. */
export const guardedLookup = (
  host: string,
  options: LookupAllOptions,
  done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
): void =>
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    if (addresses.length === 0 || addresses.some((one) => isLocalAddress(one.address)))
      return done(new LocalTarget('local target'), [])
    if (options.all) return done(null, addresses)
    done(null, addresses[0]!.address, addresses[0]!.family)
  })
