import { useEffect, useState } from 'react'
import { useText } from './i18n.ts'
import { text } from './text.ts'

type Props = {
  id: string /** What it is, for screen readers: "存证哈希". */
  name: string /** Whole, or first and last four. */
  full?: boolean
}

/** An identifier as a detail: shortened, copied whole by a press. Names come first; this stands beside them. */
export const CopyableId = ({ id, name, full = false }: Props) => {
  const t = useText(text)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  const shown = full || id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`
  return (
    <button
      type="button"
      className="tg-id"
      title={id}
      aria-label={`${t('copyName', { name })} ${shown}`}
      onClick={() => void navigator.clipboard?.writeText(id).then(() => setCopied(true))}
    >
      <span>{shown}</span>
      <span aria-live="polite">{copied ? t('copied') : ''}</span>
    </button>
  )
}
