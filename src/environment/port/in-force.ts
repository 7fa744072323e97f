/** The port of this process, loaded once: from the site's own file, or the demonstration's from `data/ports`. */
import { existsSync, readFileSync } from 'node:fs'
import { DomainError } from '../../base/public.ts'
import type { Port, PortAnswer } from './model.ts'
import { readPort } from './read-port.ts'

const SHIPPED = new URL('../../../data/ports/', import.meta.url)

let current: PortAnswer = { port: null, tiles: null }

const read = (file: string | URL): Port => {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new DomainError('invalid', {
      zh: `港区图文件 ${String(file)} 无法读取：${(error as Error).message}`,
      en: `The port's map file ${String(file)} cannot be read: ${(error as Error).message}`,
    })
  }
  return readPort(json, String(file))
}

/** @throws DomainError `invalid` naming file, place and remedy. */
export const usePort = (options: { code: string; file: string | undefined; tiles: string | undefined }): void => {
  const shipped = new URL(`${options.code}.json`, SHIPPED)
  const port = options.file !== undefined ? read(options.file) : existsSync(shipped) ? read(shipped) : null
  current = { port, tiles: options.tiles ?? null }
}

export const getPort = (): PortAnswer => current
