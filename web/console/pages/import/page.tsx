import { useState } from 'react'
import type { ImportRun } from '../../../../src/actions/signals/model.ts'
import {
  DataList,
  EmptyState,
  Loaded,
  Page,
  PortTime,
  Row,
  Section,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Folder } from './folder.tsx'
import { Preview } from './preview.tsx'
import { Run, useStatusWords } from './run.tsx'
import { text } from './text.ts'
import { UploadForm } from './upload-form.tsx'
import { renewRuns, type Staged, useRuns } from './use-imports.ts'
import './import.css'

/** Data officer: bring a file in, see at once what became of every row. The run that is open stands in the address. */
const Import = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('signals.import')
  const [run, setRun] = useAddress('run')
  const [staged, setStaged] = useState<Staged | null>(null)
  if (right !== true)
    return (
      <Page title={t('title')}>
        <EmptyState>{b(right)}</EmptyState>
      </Page>
    )
  return (
    <Page title={t('title')} finding={t('finding')}>
      <div className="tg-import">
        <div className="form">
          <UploadForm
            onStaged={(next) => {
              setRun('')
              setStaged(next)
            }}
          />
        </div>
        <div className={run === '' && !staged ? 'detail none' : 'detail'}>
          {run !== '' ? (
            <Run key={run} id={run} />
          ) : staged ? (
            <Preview
              key={staged.preview.upload}
              staged={staged}
              onStaged={setStaged}
              onBegun={(id) => {
                setStaged(null)
                renewRuns()
                setRun(id)
              }}
            />
          ) : (
            <EmptyState>{t('pick')}</EmptyState>
          )}
        </div>
        <div className="runs">
          <Runs open={run} />
          <Folder />
        </div>
      </div>
    </Page>
  )
}

export default Import

const Runs = ({ open }: { open: string }) => {
  const t = useText(text)
  const runs = useRuns()
  return (
    <Section title={t('runs')} finding={runs.data?.length ? t('runsCount') : undefined}>
      <Loaded query={runs}>
        {(rows) => (
          <DataList
            label={t('runs')}
            rows={rows}
            rowKey={(run) => run.id}
            empty={<EmptyState>{t('runsNone')}</EmptyState>}
            onMore={runs.onMore}
            loadingMore={runs.loadingMore}
          >
            {(run) => <RunRow run={run} open={run.id === open} />}
          </DataList>
        )}
      </Loaded>
    </Section>
  )
}

const RunRow = ({ run, open }: { run: ImportRun; open: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const words = useStatusWords()
  return (
    <Row
      title={run.fileName}
      to={`/import?run=${run.id}`}
      selected={open}
      end={t('rowsShort', { count: run.rowsRead })}
      meta={
        <span className="ell">
          <PortTime at={run.startedAt} /> · {b(run.by)}
        </span>
      }
      endMeta={run.rejected > 0 ? t('rejectedShort', { count: run.rejected }) : words(run)}
    />
  )
}
