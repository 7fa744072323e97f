import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Deliberation, WeighPiece } from '../../../../../src/actions/deliberate/model.ts'
import { Field, SourceGrade, useBilingual, useText } from '../../../../kit/public.ts'
import { RoomForm, useFaults } from './form.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

const FIELDS = ['sourceId', 'words', 'reliability', 'credibility', 'announce'] as const
const KINDS = ['note', 'signal', 'evidence', 'task'] as const
const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const
const DIGITS = ['1', '2', '3', '4', '5', '6'] as const
const FITS = [2, 1, 0, -1, -2] as const

type Props = { incidentId: string; room: Deliberation; onEnd: () => void }

/** A piece of evidence with its grade, and how it fits each hypothesis. */
export const PieceForm = ({ incidentId, room, onEnd }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const deed = useDeed()
  const fault = useFaults(deed, FIELDS)
  const [kind, setKind] = useState<WeighPiece['kind']>('note')
  const [sourceId, setSource] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [reliability, setReliability] = useState<WeighPiece['reliability']>('B')
  const [credibility, setCredibility] = useState<WeighPiece['credibility']>('3')
  const [fits, setFits] = useState<Readonly<Record<string, number>>>({})
  const [announce, setAnnounce] = useState('')
  const [tried, setTried] = useState(false)
  const sources = room.sources.filter((one) => one.kind === kind)
  const source = sources.find((one) => one.id === sourceId)
  const noSource = kind !== 'note' && sourceId === null
  const submit = async () => {
    setTried(true)
    if (words.trim() === '' || noSource) return
    const done = await deed.send(`/incidents/${incidentId}/pieces`, {
      kind,
      sourceId: kind === 'note' ? null : sourceId,
      words: words.trim(),
      reliability,
      credibility,
      fits: Object.entries(fits).map(([hypothesisId, fit]) => ({ hypothesisId, fit })),
      ...(source?.own && announce.trim() !== '' ? { announce: announce.trim() } : {}),
    })
    if (done) onEnd()
  }
  return (
    <RoomForm deed={deed} fields={FIELDS} submit={t('weighSubmit')} onSubmit={() => void submit()} onCancel={onEnd}>
      <div className="tg-dl-two">
        <Field label={t('pieceKind')}>
          <Select
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
            onChange={(next: WeighPiece['kind']) => {
              setKind(next)
              setSource(null)
            }}
          />
        </Field>
        {kind !== 'note' && (
          <Field label={t('source')} required error={fault('sourceId', tried && noSource)}>
            <Select
              value={sourceId}
              notFoundContent={t('sourceNone')}
              options={sources.map((one) => ({ value: one.id, label: b(one.title) }))}
              onChange={(id: string) => setSource(id)}
            />
          </Field>
        )}
      </div>
      <Field
        label={t('pieceWords')}
        hint={t('pieceWordsHint')}
        required
        error={fault('words', tried && words.trim() === '')}
      >
        <Input.TextArea rows={2} maxLength={2000} value={words} onChange={(event) => setWords(event.target.value)} />
      </Field>
      <div className="tg-dl-two">
        <Field label={t('reliability')} error={fault('reliability')}>
          <Select
            value={reliability}
            options={LETTERS.map((value) => ({
              value,
              label: <SourceGrade reliability={value} credibility={null} words />,
            }))}
            onChange={(next: WeighPiece['reliability']) => setReliability(next)}
          />
        </Field>
        <Field label={t('credibility')} error={fault('credibility')}>
          <Select
            value={credibility}
            options={DIGITS.map((value) => ({
              value,
              label: <SourceGrade reliability={null} credibility={value} words />,
            }))}
            onChange={(next: WeighPiece['credibility']) => setCredibility(next)}
          />
        </Field>
      </div>
      {room.hypotheses.length > 0 && (
        <fieldset className="tg-dl-rows">
          <legend>{t('fitsLabel')}</legend>
          {room.hypotheses.map((one) => (
            <div key={one.id} className="fit-row">
              <span className="ell" title={one.statement}>
                {one.no} {one.statement}
              </span>
              <Select
                aria-label={`${one.no} ${one.statement}`}
                placeholder={t('unrated')}
                value={fits[one.id]}
                options={FITS.map((value) => ({ value, label: t(`fit_${value}`) }))}
                onChange={(fit: number) => setFits((before) => ({ ...before, [one.id]: fit }))}
              />
            </div>
          ))}
        </fieldset>
      )}
      {source?.own && (
        <Field label={t('announce')} hint={t('announceHint')} error={fault('announce')}>
          <Input maxLength={200} value={announce} onChange={(event) => setAnnounce(event.target.value)} />
        </Field>
      )}
    </RoomForm>
  )
}
