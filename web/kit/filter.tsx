import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'

export type Option = { value: string; label: ReactNode }

/**
 * A filter of a few words, kept in the address (so that every list remembers it and a link can be passed on). The first
 * option is the default and leaves no trace in the address.
 */
export const Segments = ({ name, label, options }: { name: string; label: string; options: readonly Option[] }) => {
  const [value, setValue] = useAddress(name, options[0]?.value ?? '')
  return (
    <fieldset className="tg-segments">
      <legend className="for-readers">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => setValue(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  )
}

/** One value in the address's query; setting it to the default removes it. */
export const useAddress = (name: string, initial = ''): [string, (value: string) => void] => {
  const [params, setParams] = useSearchParams()
  const set = (value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === initial) next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  return [params.get(name) ?? initial, set]
}
