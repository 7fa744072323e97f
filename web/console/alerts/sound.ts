/**
 * A sound for each level, made by the browser's own synthesiser: no file, nothing to fetch. Browsers play nothing before the
 * first click or key on the page, so the synthesiser is made then and not earlier; before that `playLevel` says that it did not play.
 */
import type { WarningLevel } from '../../kit/public.ts'

/** Pitch in hertz and start in seconds of each tone: the higher the level, the more and the higher. Judgement, not validated. */
const TONES: Readonly<Record<WarningLevel, readonly (readonly [hertz: number, at: number])[]>> = {
  blue: [[440, 0]],
  yellow: [
    [523, 0],
    [523, 0.25],
  ],
  orange: [
    [659, 0],
    [523, 0.2],
    [659, 0.4],
    [523, 0.6],
  ],
  red: [0, 0.7, 1.4].flatMap((start) => [
    [880, start] as const,
    [880, start + 0.15] as const,
    [880, start + 0.3] as const,
  ]),
}
const TONE_SECONDS = 0.12
const LOUDNESS = 0.2
const MUTED = 'tongguan.muted'

let context: AudioContext | undefined
const muteListeners = new Set<() => void>()

/** At the first click or key; called once by the shell. @returns stops listening */
export const prepareSound = (): (() => void) => {
  const wake = () => {
    context ??= new AudioContext()
    void context.resume()
  }
  const options = { once: true, capture: true }
  addEventListener('pointerdown', wake, options)
  addEventListener('keydown', wake, options)
  return () => {
    removeEventListener('pointerdown', wake, options)
    removeEventListener('keydown', wake, options)
  }
}

/** Kept on this computer only. Without a store (a private window) it holds until the page is closed. */
let muted = false
try {
  muted = localStorage.getItem(MUTED) === '1'
} catch {
  muted = false
}
export const isMuted = (): boolean => muted
export const setMuted = (next: boolean): void => {
  muted = next
  try {
    localStorage.setItem(MUTED, next ? '1' : '0')
  } catch {
    // No store: it holds for this page.
  }
  for (const listener of muteListeners) listener()
}
export const onMute = (listener: () => void): (() => void) => {
  muteListeners.add(listener)
  return () => muteListeners.delete(listener)
}

const tone = (audio: AudioContext, hertz: number, start: number): void => {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = hertz
  // Raised and lowered within a moment, or it clicks.
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01)
  gain.gain.setValueAtTime(LOUDNESS, start + TONE_SECONDS - 0.02)
  gain.gain.linearRampToValueAtTime(0, start + TONE_SECONDS)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(start)
  oscillator.stop(start + TONE_SECONDS)
}

/** @returns whether it plays: not while muted, and not before somebody has touched the page */
export const playLevel = async (level: WarningLevel, { evenMuted = false } = {}): Promise<boolean> => {
  if (!context || (muted && !evenMuted)) return false
  if (context.state !== 'running') await context.resume()
  if (context.state !== 'running') return false
  const start = context.currentTime + 0.02
  for (const [hertz, at] of TONES[level]) tone(context, hertz, start + at)
  return true
}
