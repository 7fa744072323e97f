/** How the port is drawn: six greys of the theme, over the site's own map service where it has set one. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Port } from '../../../src/environment/port/model.ts'

const COLOURS = ['--water', '--land', '--plot', '--quay', '--line-strong', '--ink-3', '--bg'] as const
type Colour = (typeof COLOURS)[number]

/** The theme's colours where the map stands: a canvas does not read variables. */
const coloursOf = (element: Element): Record<Colour, string> => {
  const style = getComputedStyle(element)
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(name).trim()])) as Record<
    Colour,
    string
  >
}

const only = (kind: string): ['==', ['get', 'kind'], string] => ['==', ['get', 'kind'], kind]

export const styleOf = (port: Port, tiles: string | null, element: Element): StyleSpecification => {
  const colour = coloursOf(element)
  const fill = (kind: string, with_: Colour): LayerSpecification => ({
    id: kind,
    type: 'fill',
    source: 'port',
    filter: only(kind),
    paint: { 'fill-color': colour[with_] },
  })
  const line = (id: string, kind: string, with_: Colour, width: number, dashes?: number[]): LayerSpecification => ({
    id,
    type: 'line',
    source: 'port',
    filter: only(kind),
    layout: { 'line-cap': dashes ? 'butt' : 'round', 'line-join': 'round' },
    paint: { 'line-color': colour[with_], 'line-width': width, ...(dashes ? { 'line-dasharray': dashes } : {}) },
  })
  return {
    version: 8,
    sources: {
      ...(tiles === null ? {} : { tiles: { type: 'raster' as const, tiles: [tiles], tileSize: 256 } }),
      port: { type: 'geojson', data: port.geometry as never },
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colour['--water'] } },
      line('depth', 'depth', '--plot', 1),
      ...(tiles === null ? [fill('land', '--land'), line('shore', 'land', '--line-strong', 1)] : []),
      ...(tiles === null ? [] : [{ id: 'tiles', type: 'raster' as const, source: 'tiles' }]),
      line('road', 'road', '--plot', 4),
      line('plot', 'plot', '--line-strong', 1),
      fill('yard', '--plot'),
      fill('building', '--plot'),
      line('walls', 'building', '--quay', 1),
      line('runway', 'runway', '--line-strong', 1, [8, 6]),
      line('fairway', 'fairway', '--plot', 5),
      line('lane', 'lane', '--ink-3', 1, [6, 4]),
      line('anchorage', 'anchorage', '--ink-3', 1, [3, 3]),
      line('quay', 'quay', '--quay', 3),
    ],
  }
}
