import type { InboxView } from '../../../../src/actions/signals/model.ts'
import { DataList, EmptyState, Loaded, PortTime, Row, Section, useBilingual, useText } from '../../../kit/public.ts'
import { useSources } from '../signals/use-signals.ts'
import { sizeWords } from './size.ts'
import { text } from './text.ts'
import { useFolder } from './use-imports.ts'

type Item = { key: string; file: InboxView['files'][number] | null; waiting: InboxView['waiting'][number] | null }

const itemsOf = ({ waiting, files }: InboxView): Item[] => [
  ...waiting.map((one) => ({ key: `${one.source.id} ${one.fileName}`, file: null, waiting: one })),
  ...files.map((one) => ({ key: one.id, file: one, waiting: null })),
]

/** The crossing of an isolated network: what waits in the folder and what became of the files that came through it. */
export const Folder = () => {
  const t = useText(text)
  const folder = useFolder()
  return (
    <Section title={t('folder')} finding={folder.data?.watched ? t('folderWatched') : undefined}>
      <Loaded query={folder}>{(view) => <FolderWords view={view} />}</Loaded>
    </Section>
  )
}

const FolderWords = ({ view }: { view: InboxView }) => {
  const t = useText(text)
  const b = useBilingual()
  const items = itemsOf(view)
  const codes =
    useSources()
      .data?.rows.filter((one) => one.mayImport)
      .map(({ code }) => code) ?? []
  if (!view.watched && items.length === 0) return <EmptyState>{t('folderOff')}</EmptyState>
  return (
    <>
      <div className="tg-folder">
        {view.fault && (
          <p role="alert">
            <b>{t('error')}</b> {b(view.fault)}
          </p>
        )}
        {view.turnedAway > 0 && <p>{t('folderTurnedAway', { count: view.turnedAway })}</p>}
        {view.leftAlone > 0 && <p>{t('folderLeftAlone', { count: view.leftAlone })}</p>}
        {view.watched && !view.answers && <p className="i3">{t('folderNoAnswers')}</p>}
        {view.watched && codes.length > 0 && <p className="i3">{t('folderCodes', { codes: codes.join(', ') })}</p>}
        {view.lastPassAt && (
          <p className="i3">
            {t('folderLooked')} <PortTime at={view.lastPassAt} />
          </p>
        )}
      </div>
      <DataList
        label={t('folder')}
        rows={items}
        rowKey={(item) => item.key}
        empty={<EmptyState>{t('folderQuiet')}</EmptyState>}
      >
        {({ file, waiting }) => (file ? <FileRow file={file} /> : waiting && <WaitingRow waiting={waiting} />)}
      </DataList>
    </>
  )
}

const FileRow = ({ file }: { file: InboxView['files'][number] }) => {
  const t = useText(text)
  const b = useBilingual()
  const words = { taken: 'folderTaken', done: 'folderDone', failed: 'folderFailed' } as const
  return (
    <Row
      title={file.fileName}
      {...(file.importId ? { to: `/import?run=${file.importId}` } : {})}
      end={t(words[file.status])}
      meta={
        <span className={file.failure ? 'tg-folder-why' : 'ell'}>
          <PortTime at={file.takenAt} /> · {file.failure ? b(file.failure) : b(file.source)}
        </span>
      }
      endMeta={file.rejected > 0 ? t('rejectedShort', { count: file.rejected }) : sizeWords(file.bytes, t)}
    />
  )
}

const WaitingRow = ({ waiting }: { waiting: InboxView['waiting'][number] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Row
      title={waiting.fileName}
      end={t('folderWaiting')}
      meta={<span className="ell">{b(waiting.source)}</span>}
      endMeta={sizeWords(waiting.bytes, t)}
    />
  )
}
