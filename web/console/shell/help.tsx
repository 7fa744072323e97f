import { useText } from '../../kit/public.ts'
import { useRight } from '../api/public.ts'
import type { PageEntry } from '../routes.tsx'
import { text } from './text.ts'

export const HELP_ID = 'tg-help'

/** The keys, over the page and closed with Escape. Not a dialog: nothing is destroyed or signed. */
export const Help = ({ pages }: { pages: readonly PageEntry[] }) => {
  const t = useText(text)
  const mayReport = useRight('signals.report') === true
  return (
    <section id={HELP_ID} popover="auto" className="tg-help" aria-labelledby={`${HELP_ID}-title`}>
      <h2 id={`${HELP_ID}-title`}>{t('keysTitle')}</h2>
      <dl>
        <Key keys={['/']} what={t('keySearch')} />
        <Key keys={['j']} what={t('keyNext')} />
        <Key keys={['k']} what={t('keyPrevious')} />
        <Key keys={['Enter']} what={t('keyOpen')} />
        {mayReport && <Key keys={['n']} what={t('keyNewSignal')} />}
        <Key keys={['?']} what={t('keyHelp')} />
        {pages.map(
          (page) =>
            page.name &&
            page.letter && <Key key={page.path} keys={['g', page.letter]} what={t('keyGo', { page: t(page.name) })} />,
        )}
      </dl>
    </section>
  )
}

const Key = ({ keys, what }: { keys: readonly string[]; what: string }) => {
  const t = useText(text)
  const [first, then] = keys
  return (
    <div>
      <dt>
        <kbd>{first}</kbd>
        {then && (
          <>
            <small className="i3">{t('keyThen')}</small>
            <kbd>{then}</kbd>
          </>
        )}
      </dt>
      <dd>{what}</dd>
    </div>
  )
}
