import { Input } from 'antd'
import { useState } from 'react'
import { clockOf, minutesOf } from './week-days.ts'

type Props = {
  value: number
  onChange: (minutes: number) => void
  id?: string
  'aria-label'?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

/** A time of day on the 24-hour clock: a browser's own field shows AM and PM where its language does. What is no time goes back. */
export const ClockInput = ({ value, onChange, ...rest }: Props) => {
  const [words, setWords] = useState(clockOf(value))
  const settle = () => {
    const minutes = minutesOf(words)
    setWords(clockOf(minutes ?? value))
    if (minutes !== undefined) onChange(minutes)
  }
  return (
    <Input
      {...rest}
      inputMode="numeric"
      maxLength={5}
      value={words}
      onChange={(event) => {
        setWords(event.target.value)
        const minutes = minutesOf(event.target.value)
        if (minutes !== undefined && event.target.value.length === 5) onChange(minutes)
      }}
      onBlur={settle}
    />
  )
}
