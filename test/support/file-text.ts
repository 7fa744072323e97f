/** The words of a PDF and of a Word file, in reading order, as other programs get them out: by pdf.js, and from the document's XML. */
import { strFromU8, unzipSync } from 'fflate'

/** One text per page. */
export const pdfPages = async (bytes: Buffer): Promise<string[]> => {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const pdf = await task.promise
  const pages: string[] = []
  for (let page = 1; page <= pdf.numPages; page++) {
    const content = await (await pdf.getPage(page)).getTextContent()
    pages.push(content.items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  await task.destroy()
  return pages
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

export const docxText = (bytes: Buffer): string => {
  const xml = strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']!)
  return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
    .map((found) => found[1]!.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name]!))
    .join('')
}
