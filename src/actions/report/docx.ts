/** A report as a Word file: the words of every block in order, in fonts that Word has for Chinese. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Locale } from '../../base/public.ts'
import type { Block } from './model.ts'

const FONT = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '宋体' }
const HEAD_FONT = { ascii: 'Arial', hAnsi: 'Arial', eastAsia: '黑体' }
const GREY = '5F6C68'
const HAIR = { style: BorderStyle.SINGLE, size: 4, color: 'BFC8C5' }
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const BORDERS = { top: HAIR, bottom: HAIR, left: NONE, right: NONE, insideHorizontal: HAIR, insideVertical: NONE }

const words = (text: string, options: { bold?: boolean; grey?: boolean; size?: number } = {}): TextRun =>
  new TextRun({
    text,
    font: options.bold ? HEAD_FONT : FONT,
    bold: options.bold ?? false,
    size: options.size ?? 21,
    ...(options.grey ? { color: GREY } : {}),
  })

const table = (rows: readonly (readonly string[])[], headed: boolean): Table =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: BORDERS,
    rows: rows.map(
      (row, i) =>
        new TableRow({
          tableHeader: headed && i === 0,
          cantSplit: true,
          children: row.map(
            (cell, j) =>
              new TableCell({
                ...(headed ? {} : { width: { size: j === 0 ? 18 : 82, type: WidthType.PERCENTAGE } }),
                margins: { top: 40, bottom: 40, left: 60, right: 60 },
                children: cell.split('\n').map(
                  (line) =>
                    new Paragraph({
                      children: [words(line, { bold: headed && i === 0, grey: !headed && j === 0, size: 19 })],
                    }),
                ),
              }),
          ),
        }),
    ),
  })

const childrenOf = (block: Block): (Paragraph | Table)[] => {
  switch (block.kind) {
    case 'notice':
      return [
        new Paragraph({ alignment: AlignmentType.CENTER, children: [words(block.text, { grey: true, size: 18 })] }),
      ]
    case 'title':
      return [
        new Paragraph({
          heading: HeadingLevel.TITLE,
          alignment: AlignmentType.CENTER,
          spacing: { before: 160, after: 240 },
          children: [words(block.text, { bold: true, size: 36 })],
        }),
      ]
    case 'facts':
      return [table(block.rows, false)]
    case 'heading':
      return [
        new Paragraph({
          heading: HeadingLevel.HEADING_1,
          keepNext: true,
          spacing: { before: 280, after: 40 },
          children: [words(block.text, { bold: true, size: 25 })],
        }),
        ...(block.mark === ''
          ? []
          : [
              new Paragraph({
                keepNext: true,
                spacing: { after: 80 },
                children: [words(block.mark, { grey: true, size: 17 })],
              }),
            ]),
      ]
    case 'paragraph':
      return [new Paragraph({ spacing: { after: 80, line: 320 }, children: [words(block.text)] })]
    case 'table':
      return [table([block.head, ...block.rows], true)]
    case 'note':
      return [new Paragraph({ spacing: { before: 280 }, children: [words(block.text, { grey: true, size: 17 })] })]
  }
}

export const docxOf = async (
  blocks: readonly Block[],
  about: { title: string; below: string; locale: Locale },
): Promise<Buffer> => {
  const footer = new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          words(about.below === '' ? '' : `${about.below} · `, { grey: true, size: 16 }),
          new TextRun({
            children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
            color: GREY,
            size: 16,
            font: FONT,
          }),
        ],
      }),
    ],
  })
  return Packer.toBuffer(
    new Document({
      title: about.title,
      creator: 'Tongguan',
      sections: [
        {
          properties: {
            page: {
              size: { width: 11_906, height: 16_838 },
              margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
            },
          },
          footers: { default: footer },
          children: blocks.flatMap(childrenOf),
        },
      ],
    }),
  )
}
