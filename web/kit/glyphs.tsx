/** Ant Design's own icons carry English names that screen readers say in a Chinese page; these are silent. */
const Glyph = ({ path }: { path: string }) => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d={path} fill="none" stroke="currentColor" strokeWidth="1.2" />
  </svg>
)

export const SELECT_GLYPHS = {
  suffixIcon: <Glyph path="M2 4l4 4 4-4" />,
  removeIcon: <Glyph path="M3 3l6 6M9 3l-6 6" />,
  clearIcon: <Glyph path="M3 3l6 6M9 3l-6 6" />,
  menuItemSelectedIcon: <Glyph path="M2 6.5l3 3 5-7" />,
} as const
