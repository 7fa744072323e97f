/** One thing that is on or off, with what it means. */
type TickProps = { label: string; hint?: string; checked: boolean; onChange: (on: boolean) => void }

export const Tick = ({ label, hint, checked, onChange }: TickProps) => (
  <label className="tg-tickbox">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    <span>
      {label}
      {hint && <small className="i3">{hint}</small>}
    </span>
  </label>
)
