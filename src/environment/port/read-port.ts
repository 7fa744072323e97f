/** A port's file, checked, and the zone that a text speaks of. Pure. */
import { Compile } from 'typebox/compile'
import { DomainError } from '../../base/public.ts'
import { type Port, PortSchema, type Zone } from './model.ts'

const shape = Compile(PortSchema)

const refuse = (file: string, where: string, zh: string, en: string): never => {
  throw new DomainError('invalid', {
    zh: `港区图文件 ${file}，${where}：${zh}`,
    en: `Port map file ${file}, ${where}: ${en}`,
  })
}

/** @throws DomainError `invalid` naming the first place that does not fit. */
export const readPort = (json: unknown, file: string): Port => {
  if (!shape.Check(json)) {
    const [fault] = shape.Errors(json)
    refuse(
      file,
      fault?.instancePath || '/',
      '不符合格式，请对照 data/ports/CNLMN.json',
      `${fault?.message}; compare with data/ports/CNLMN.json`,
    )
  }
  const port = json as Port
  const ids = new Set<string>()
  port.zones.forEach(({ id }, i) => {
    if (ids.has(id)) refuse(file, `/zones/${i}`, `区域编号 ${id} 重复`, `the zone ${id} occurs twice`)
    ids.add(id)
  })
  port.geometry.features.forEach(({ properties: { zone } }, i) => {
    if (zone !== undefined && !ids.has(zone))
      refuse(file, `/geometry/features/${i}`, `没有编号为 ${zone} 的区域`, `there is no zone ${zone}`)
  })
  return port
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')

/** Letters and digits right before or after would make it another name: `berth 1` is not in `berth 12`. */
const occursIn = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? '', text[at + name.length] ?? '']
    const ends = (inside: string, outside: string) => !/[a-z0-9]/.test(inside) || !/[a-z0-9]/.test(outside)
    if (ends(name[0]!, before) && ends(name.at(-1)!, after)) return true
  }
  return false
}

/** The zone that a text names, by the longest of its names; undefined where it names none. */
export const zoneNamedIn = (port: Port, text: string): Zone | undefined => {
  const words = folded(text)
  let best: { zone: Zone; length: number } | undefined
  for (const zone of port.zones)
    for (const name of [zone.id, zone.zh, zone.en, ...zone.aliases].map(folded))
      if (name.length > (best?.length ?? 0) && occursIn(words, name)) best = { zone, length: name.length }
  return best?.zone
}
