/**
 * The port with what stands in it: zones drawn from the site's own geometry, symbols at the zones that messages name. Works
 * without anything from outside. The same is there in words for who cannot see it, and where the browser cannot draw.
 */
import { useQuery } from '@tanstack/react-query'
import { Map as GlMap, Marker, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { MapSymbol } from '../../../src/app/situation/model.ts'
import type { Port, PortAnswer, Zone } from '../../../src/environment/port/model.ts'
import { EmptyState, Loaded, type Problem, useAppearance, useBilingual, useText } from '../../kit/public.ts'
import { get } from '../api/public.ts'
import { placed, scaleBar } from './places.ts'
import { styleOf } from './style.ts'
import { PortSymbol } from './symbol.tsx'
import { text } from './text.ts'
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'

setWorkerUrl(workerUrl)

/** Zones whose names a map may carry without crowding: where people and ships wait. */
const NAMED_KINDS: ReadonlySet<Zone['kind']> = new Set(['airport', 'hall', 'anchorage', 'berth', 'lane', 'gate'])
const STEP_PX = 40

type Props = { symbols: readonly MapSymbol[] /** On the wall: nothing to touch. */; still?: boolean }

const PortMap = ({ symbols, still = false }: Props) => {
  const t = useText(text)
  const query = useQuery<PortAnswer, Problem>({
    queryKey: ['port'],
    queryFn: ({ signal }) => get<PortAnswer>('/port', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Loaded query={query}>
      {({ port, tiles }) =>
        port === null ? (
          <EmptyState>{t('noPort')}</EmptyState>
        ) : (
          <Drawn port={port} tiles={tiles} symbols={symbols} still={still} />
        )
      }
    </Loaded>
  )
}

export default PortMap

type DrawnProps = { port: Port; tiles: string | null; symbols: readonly MapSymbol[]; still: boolean }

const Drawn = ({ port, tiles, symbols, still }: DrawnProps) => {
  const t = useText(text)
  const b = useBilingual()
  const frame = useRef<HTMLElement>(null)
  const title = t('label', { port: b(port) })
  const appearance = useAppearance()
  const [map, setMap] = useState<GlMap | null | undefined>(undefined)
  const [bar, setBar] = useState<{ miles: number; pixels: number } | null>(null)

  // A new theme is a new set of greys; the place that was looked at stays.
  const restyle = useEffectEvent((drawn: GlMap) => drawn.setStyle(styleOf(port, tiles, drawn.getContainer())))
  useEffect(() => {
    if (map && appearance) restyle(map)
  }, [map, appearance])

  // What the library says itself, to readers of screens and over a map that is scrolled past.
  const ownWords = useEffectEvent(() => ({
    'Map.Title': title,
    'CooperativeGesturesHandler.WindowsHelpText': t('zoomByWheel', { key: 'Ctrl' }),
    'CooperativeGesturesHandler.MacHelpText': t('zoomByWheel', { key: '⌘' }),
    'CooperativeGesturesHandler.MobileHelpText': t('moveByTwo'),
  }))
  useEffect(() => map?.getCanvas().setAttribute('aria-label', title), [map, title])

  useEffect(() => {
    let drawn: GlMap
    try {
      drawn = new GlMap({
        container: frame.current!,
        style: styleOf(port, tiles, frame.current!),
        bounds: port.bounds,
        fitBoundsOptions: { padding: 8 },
        interactive: !still,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        attributionControl: false,
        cooperativeGestures: !still,
        fadeDuration: 0,
        locale: ownWords(),
      })
    } catch {
      setMap(null)
      return
    }
    drawn.touchZoomRotate.disableRotation()
    const measure = () => setBar(scaleBar(drawn.getZoom(), drawn.getCenter().lat, 96))
    drawn.on('move', measure)
    drawn.on('load', measure)
    const watch = new ResizeObserver(() => {
      drawn.resize()
      drawn.fitBounds(port.bounds, { padding: 8, animate: false })
    })
    watch.observe(frame.current!)
    setMap(drawn)
    return () => {
      watch.disconnect()
      drawn.remove()
      setMap(undefined)
    }
  }, [port, tiles, still])

  const marks = placed(port, symbols, STEP_PX)
  const unplaced = symbols.filter((symbol) => !marks.some((mark) => mark.symbol === symbol))
  return (
    <div className="tg-map">
      {map !== null && <section ref={frame} className="frame" aria-label={title} />}
      {map === null && <p className="sm i2 cannot">{t('unavailable')}</p>}
      {map && (
        <>
          {port.zones
            .filter(({ kind }) => NAMED_KINDS.has(kind))
            .map((zone) => (
              <At key={zone.id} map={map} at={zone.at} offset={[0, zone.kind === 'anchorage' ? 46 : 14]}>
                <span className="tg-map-zone">{b(zone)}</span>
              </At>
            ))}
          {marks.map(({ symbol, at, shift }) => (
            <At key={symbol.id} map={map} at={at} offset={[shift, 0]} front>
              <PortSymbol symbol={symbol} still={still} />
            </At>
          ))}
          {unplaced.length > 0 && (
            <div className="unplaced">
              <small>{t('somewhere')}</small>
              {unplaced.map((symbol) => (
                <PortSymbol key={symbol.id} symbol={symbol} still={still} />
              ))}
            </div>
          )}
          {!still && <Controls map={map} port={port} />}
          {bar && (
            <p className="scale" aria-hidden="true">
              <i style={{ width: bar.pixels }} />
              {t('scale', { distance: String(bar.miles) })}
            </p>
          )}
        </>
      )}
      {port.synthetic && <p className="invented">{t('invented')}</p>}
      <InWords symbols={symbols} port={port} shown={map === null} />
    </div>
  )
}

type AtProps = { map: GlMap; at: [number, number]; offset: [number, number]; front?: boolean; children: ReactNode }

/** A piece of the page at a place of the map. */
const At = ({ map, at, offset, front = false, children }: AtProps) => {
  const [element] = useState(() => {
    const made = document.createElement('div')
    if (front) made.className = 'tg-map-front'
    return made
  })
  const [lon, lat] = at
  const [x, y] = offset
  useEffect(() => {
    const marker = new Marker({ element, offset: [x, y] }).setLngLat([lon, lat]).addTo(map)
    // It is what it holds that is read out, not the pin.
    element.removeAttribute('aria-label')
    element.removeAttribute('role')
    element.removeAttribute('tabindex')
    return () => void marker.remove()
  }, [map, element, lon, lat, x, y])
  return createPortal(children, element)
}

const Controls = ({ map, port }: { map: GlMap; port: Port }) => {
  const t = useText(text)
  return (
    <div className="controls">
      <button type="button" onClick={() => map.zoomIn()} aria-label={t('zoomIn')}>
        +
      </button>
      <button type="button" onClick={() => map.zoomOut()} aria-label={t('zoomOut')}>
        −
      </button>
      <button type="button" onClick={() => map.fitBounds(port.bounds, { padding: 8 })}>
        {t('wholePort')}
      </button>
    </div>
  )
}

/** The map as a list: for readers, and in its place where nothing can be drawn. */
const InWords = ({ symbols, port, shown }: { symbols: readonly MapSymbol[]; port: Port; shown: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  if (symbols.length === 0) return <p className={shown ? 'sm i3 cannot' : 'for-readers'}>{t('none')}</p>
  return (
    <ul className={shown ? 'words' : 'for-readers'} aria-label={t('symbols')}>
      {symbols.map((symbol) => {
        const zone = port.zones.find((one) => one.id === symbol.zone)
        return (
          <li key={symbol.id}>
            {zone ? b(zone) : t('somewhere')} · {t(symbol.kind)} · {symbol.title}
          </li>
        )
      })}
    </ul>
  )
}
