/** Where symbols stand. Pure. */

import type { MapSymbol } from '../../../src/app/situation/model.ts'
import type { Port } from '../../../src/environment/port/model.ts'

export type Placed = {
  symbol: MapSymbol
  at: [number, number] /** Pixels by which it gives way to those before it. */
  shift: number
}

/** Those whose place is known. Several in one zone stand side by side, each by `step` pixels further right. */
export const placed = (port: Port, symbols: readonly MapSymbol[], step: number): Placed[] => {
  const taken = new Map<string, number>()
  return symbols.flatMap((symbol) => {
    const zone = port.zones.find((one) => one.id === symbol.zone)
    if (!zone) return []
    const before = taken.get(zone.id) ?? 0
    taken.set(zone.id, before + 1)
    return [{ symbol, at: zone.at, shift: before * step }]
  })
}

const NAUTICAL_MILE_M = 1852
const EQUATOR_PX_M = 78_271.517

/** A round distance that is at most `most` pixels long at this zoom and latitude: nautical miles and pixels. */
export const scaleBar = (zoom: number, latitude: number, most: number): { miles: number; pixels: number } => {
  const metresPerPixel = (EQUATOR_PX_M * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom
  const miles =
    [20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find(
      (one) => (one * NAUTICAL_MILE_M) / metresPerPixel <= most,
    ) ?? 0.01
  return { miles, pixels: (miles * NAUTICAL_MILE_M) / metresPerPixel }
}
