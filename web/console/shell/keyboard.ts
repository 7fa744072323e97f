/** Keys of the console: `/` search, `g` then a letter, `j` `k` in lists, `n` a new signal, `?` help. Never while somebody writes. */
import { useEffect, useEffectEvent } from 'react'
import { isTyping, walkList } from '../../kit/public.ts'

type Acts = {
  onSearch: () => void
  onGo: (letter: string) => boolean
  onKey: (key: string) => boolean
  onHelp: () => void
}

const THEN_MS = 1_500

export const useKeyboard = (acts: Acts): void => {
  const press = useEffectEvent((event: KeyboardEvent, afterG: boolean): 'g' | 'done' | 'ignored' => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return 'ignored'
    if (afterG && acts.onGo(event.key.toLowerCase())) return 'done'
    switch (event.key) {
      case 'g':
        return 'g'
      case '/':
        acts.onSearch()
        return 'done'
      case '?':
        acts.onHelp()
        return 'done'
      case 'j':
      case 'k':
        return walkList(event.key) ? 'done' : 'ignored'
      default:
        return acts.onKey(event.key) ? 'done' : 'ignored'
    }
  })
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY
    const listener = (event: KeyboardEvent) => {
      const result = press(event, event.timeStamp - pressedG < THEN_MS)
      pressedG = result === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (result === 'done') event.preventDefault()
    }
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}
