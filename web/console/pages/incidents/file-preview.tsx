import { lazy, Suspense, useEffect, useState } from 'react'
import type { Evidence } from '../../../../src/actions/respond/model.ts'
import {
  FormFault,
  Loading,
  type Problem,
  problemFrom,
  problemWords,
  toProblem,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { apiUrl } from '../../api/public.ts'
import { text } from './text.ts'

const PdfPages = lazy(() => import('./pdf-pages.tsx'))

const IMAGES = new Set(['image/png', 'image/jpeg', 'image/webp'])
const TEXTS = new Set(['text/plain', 'text/csv', 'application/json'])

type File = Pick<Evidence, 'id' | 'name' | 'mediaType'>

export const canPreview = ({ mediaType }: Pick<Evidence, 'mediaType'>): boolean =>
  IMAGES.has(mediaType) || TEXTS.has(mediaType) || mediaType === 'application/pdf'

const addressOf = (id: string): string => apiUrl(`/evidence/${encodeURIComponent(id)}/preview`)

/**
 * A file looked at in place. A picture is a picture, a text is shown as text whatever it holds, a document is drawn page by
 * page onto a canvas: nothing in a file is ever run by the page.
 */
export const FilePreview = ({ file }: { file: File }) => {
  const t = useText(text)
  if (IMAGES.has(file.mediaType)) return <ImagePreview file={file} />
  if (TEXTS.has(file.mediaType)) return <TextPreview file={file} />
  return (
    <Suspense fallback={<Loading />}>
      <Bytes id={file.id}>{(bytes) => <PdfPages bytes={bytes} name={t('previewOf', { name: file.name })} />}</Bytes>
    </Suspense>
  )
}

const ImagePreview = ({ file }: { file: File }) => {
  const t = useText(text)
  const [broken, setBroken] = useState(false)
  if (broken) return <p className="i3 sm">{t('previewBroken')}</p>
  return <img className="tg-preview" src={addressOf(file.id)} alt={file.name} onError={() => setBroken(true)} />
}

const TextPreview = ({ file }: { file: File }) => (
  <Bytes id={file.id}>{(bytes) => <pre className="tg-preview">{new TextDecoder().decode(bytes)}</pre>}</Bytes>
)

/** The bytes of a preview; a refusal reads as anywhere else. */
const Bytes = ({ id, children }: { id: string; children: (bytes: ArrayBuffer) => React.ReactNode }) => {
  const locale = useLocale()
  const [bytes, setBytes] = useState<ArrayBuffer | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const read = async () => {
      const response = await fetch(addressOf(id), {
        credentials: 'same-origin',
        cache: 'no-store',
        signal: stop.signal,
      })
      if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined))
      setBytes(await response.arrayBuffer())
    }
    read().catch((error: unknown) => {
      if (!stop.signal.aborted) setProblem(toProblem(error))
    })
    return () => stop.abort()
  }, [id])
  if (problem) {
    const said = problemWords(problem, locale)
    return <FormFault what={said.what} remedy={said.remedy} />
  }
  return bytes ? children(bytes) : <Loading />
}
