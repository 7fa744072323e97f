import type { Block } from '../../../../../src/actions/report/model.ts'

/** The blocks as they come: the same that Word and PDF are made of. */
export const ReportDocument = ({ blocks, locale }: { blocks: readonly Block[]; locale: string }) => (
  <article className="tg-rp-document" lang={locale === 'zh' ? 'zh-CN' : 'en'}>
    {blocks.map((block, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a document is its order
      <One key={i} block={block} />
    ))}
  </article>
)

const One = ({ block }: { block: Block }) => {
  switch (block.kind) {
    case 'notice':
      return <p className="notice">{block.text}</p>
    case 'title':
      return <h3 className="title">{block.text}</h3>
    case 'heading':
      return (
        <h4>
          {block.text} {block.mark !== '' && <small>{block.mark}</small>}
        </h4>
      )
    case 'facts':
      return (
        <dl>
          {block.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys
        <section className="scroll" tabIndex={0} aria-label={block.head.join(' ')}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a table is its order
                <tr key={i}>
                  {row.map((cell, j) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a table is its order
                    <td key={j}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )
    case 'note':
      return <p className="note">{block.text}</p>
    default:
      return <p>{block.text}</p>
  }
}
