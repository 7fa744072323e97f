/**
 * A PDF drawn onto a canvas by pdf.js, which runs nothing that is in it: no script, no form, no link. Loaded when the first
 * document is opened.
 */
import { Button } from 'antd'
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useRef, useState } from 'react'
import { Loading, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

GlobalWorkerOptions.workerSrc = workerUrl

/** Width in CSS pixels at which a page of A4 can be read. */
const WIDTH = 620

const PdfPages = ({ bytes, name }: { bytes: ArrayBuffer; name: string }) => {
  const t = useText(text)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [broken, setBroken] = useState(false)
  const [page, setPage] = useState(1)
  useEffect(() => {
    // pdf.js takes the buffer away; the page keeps its own.
    const task = getDocument({ data: bytes.slice(0), enableXfa: false, useSystemFonts: true })
    task.promise.then(setPdf, () => setBroken(true))
    return () => {
      void task.destroy()
    }
  }, [bytes])
  useEffect(() => {
    const target = canvas.current
    if (!pdf || !target) return
    let stopped = false
    const draw = async () => {
      const shown = await pdf.getPage(page)
      const viewport = shown.getViewport({ scale: (WIDTH * 2) / shown.getViewport({ scale: 1 }).width })
      if (stopped) return
      target.width = viewport.width
      target.height = viewport.height
      await shown.render({ canvas: target, viewport }).promise
    }
    draw().catch(() => setBroken(!stopped))
    return () => {
      stopped = true
    }
  }, [pdf, page])
  if (broken) return <p className="i3 sm">{t('previewBroken')}</p>
  const count = pdf?.numPages ?? 0
  return (
    <div className="tg-preview pdf">
      {!pdf && <Loading />}
      <canvas ref={canvas} role="img" aria-label={name} />
      {count > 1 && (
        <div className="pages">
          <Button size="small" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t('pageBefore')}
          </Button>
          <span className="i2">{t('pageOf', { page, count })}</span>
          <Button size="small" disabled={page >= count} onClick={() => setPage(page + 1)}>
            {t('pageAfter')}
          </Button>
        </div>
      )}
    </div>
  )
}

export default PdfPages
