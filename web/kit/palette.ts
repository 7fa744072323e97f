/**
 * The colours of `tokens.css` that Ant Design must know as values (its algorithm computes with them). A test compares the
 * two files; change both or neither.
 */
export type Appearance = 'light' | 'dark'

export type Palette = {
  bg: string
  bgLayout: string
  bgSunken: string
  bgElevated: string
  line: string
  lineStrong: string
  ink: string
  ink2: string
  ink3: string
  accent: string
  accentHover: string
  accentBg: string
  onAccent: string
  focus: string
  error: string
  success: string
  caution: string
}

export const PALETTES: Record<Appearance, Palette> = {
  light: {
    bg: '#ffffff',
    bgLayout: '#f6f7f6',
    bgSunken: '#f0f3f2',
    bgElevated: '#ffffff',
    line: '#e2e7e5',
    lineStrong: '#bfc8c5',
    ink: '#14201d',
    ink2: '#46534f',
    ink3: '#5f6c68',
    accent: '#0b6b5d',
    accentHover: '#095a4e',
    accentBg: '#e4f0ed',
    onAccent: '#ffffff',
    focus: '#0b6b5d',
    error: '#14201d',
    success: '#0b6b5d',
    caution: '#46534f',
  },
  dark: {
    bg: '#131a19',
    bgLayout: '#0e1413',
    bgSunken: '#1a2322',
    bgElevated: '#1c2524',
    line: '#27312f',
    lineStrong: '#46534f',
    ink: '#e8eeec',
    ink2: '#b4c0bc',
    ink3: '#909d99',
    accent: '#5fc4b0',
    accentHover: '#7ad3c1',
    accentBg: '#12332d',
    onAccent: '#0b1412',
    focus: '#5fc4b0',
    error: '#e8eeec',
    success: '#5fc4b0',
    caution: '#b4c0bc',
  },
}
