import { useState } from 'react'
import type { Deliberation, Hypothesis, Piece } from '../../../../../src/actions/deliberate/model.ts'
import {
  EmptyState,
  FormFault,
  Hidden,
  problemWords,
  Section,
  SourceGrade,
  useBilingual,
  useLocale,
  useText,
} from '../../../../kit/public.ts'
import { shortName } from '../../warnings/short-name.ts'
import { PieceForm } from './piece-form.tsx'
import { Refused, SectionAction } from './section-action.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

type Props = { incidentId: string; room: Deliberation }

/** Evidence in rows, hypotheses in columns, in each cell how well the two fit; what tells them apart stands first. */
export const Matrix = ({ incidentId, room }: Props) => {
  const t = useText(text)
  const [weighing, setWeighing] = useState(false)
  const { pieces, hypotheses } = room
  const shown = pieces.filter((piece) => piece.kind !== 'withheld')
  const withheld = pieces.filter((piece) => piece.kind === 'withheld')
  return (
    <Section
      title={t('matrix')}
      finding={shown.length > 0 ? t('matrixFinding') : undefined}
      end={<SectionAction allowed={room.can.work} label={t('weigh')} onPress={() => setWeighing(!weighing)} />}
    >
      <Refused allowed={room.can.work} label={t('weigh')} />
      {weighing && <PieceForm incidentId={incidentId} room={room} onEnd={() => setWeighing(false)} />}
      {pieces.length === 0 && !weighing && <EmptyState>{t('matrixNone')}</EmptyState>}
      {shown.length > 0 && (
        <div className="tg-dl-scroll">
          <table className="tg-dl-matrix">
            <thead>
              <tr>
                <th scope="col">{t('piece')}</th>
                <th scope="col" className="grade">
                  {t('grade')}
                </th>
                {hypotheses.map((one) => (
                  <th key={one.id} scope="col" className="fit" title={one.statement}>
                    {one.no}
                  </th>
                ))}
                <th scope="col" className="tells">
                  {t('diagnosticity')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((piece) => (
                <PieceRow key={piece.id} piece={piece} hypotheses={hypotheses} />
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={2}>
                  {t('inconsistency')}
                </th>
                {hypotheses.map((one) => (
                  <td key={one.id} className="fit">
                    {one.column.inconsistency}
                  </td>
                ))}
                <td />
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {withheld.map((piece) => (
        <Withheld key={piece.id} piece={piece} />
      ))}
      {shown.length > 0 && <p className="tg-dl-source i3 sm">{t('method')}</p>}
    </Section>
  )
}

const Withheld = ({ piece }: { piece: Piece }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <div className="tg-dl-withheld">
      <Hidden why={t('withheld')} />
      <p className="i2 sm">
        {shortName(b(piece.by.agency))}
        {t('colon')}
        {piece.words}
      </p>
    </div>
  )
}

const PieceRow = ({ piece, hypotheses }: { piece: Piece; hypotheses: readonly Hypothesis[] }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const deed = useDeed()
  const said = deed.problem && problemWords(deed.problem, locale)
  return (
    <tr>
      <th scope="row">
        {piece.words}
        <small className="i3">
          {t(`kind_${piece.kind}`)}
          {piece.source && ` ${b(piece.source.title)}`}
          {t('comma')}
          {shortName(b(piece.by.agency))}
          {piece.narrow && `${t('comma')}${t('narrow')}`}
        </small>
        {said && <FormFault what={said.what} remedy={said.remedy} />}
      </th>
      <td className="grade">
        <SourceGrade reliability={piece.reliability} credibility={piece.credibility} />
      </td>
      {hypotheses.map((one) => (
        <td key={one.id} className="fit">
          <Fit
            piece={piece}
            hypothesis={one}
            onRate={(fit) => void deed.send(`/pieces/${piece.id}/ratings`, { hypothesisId: one.id, fit })}
          />
        </td>
      ))}
      <td className={piece.diagnosticity === 'high' ? 'tells st' : 'tells i3'}>
        {piece.counted ? t(`diag_${piece.diagnosticity}`) : t('uncounted')}
      </td>
    </tr>
  )
}

const FITS = [2, 1, 0, -1, -2] as const

/** A native choice: it takes keys and thumbs alike, and a phone shows its own list. */
const Fit = ({
  piece,
  hypothesis,
  onRate,
}: {
  piece: Piece
  hypothesis: Hypothesis
  onRate: (fit: number) => void
}) => {
  const t = useText(text)
  const fit = piece.fits.find((one) => one.hypothesisId === hypothesis.id)?.fit as (typeof FITS)[number] | undefined
  if (piece.can.rate !== true)
    return (
      <span className={fit !== undefined && fit < 0 ? 'st' : 'i3'}>
        {fit === undefined ? t('unrated') : t(`fit_${fit}`)}
      </span>
    )
  return (
    <select
      aria-label={t('rate', { piece: piece.words, no: hypothesis.no })}
      className={fit === undefined ? 'none' : fit < 0 ? 'against' : undefined}
      value={fit ?? ''}
      onChange={(event) => onRate(Number(event.target.value))}
    >
      {fit === undefined && <option value="">{t('unrated')}</option>}
      {FITS.map((value) => (
        <option key={value} value={value}>
          {t(`fit_${value}`)}
        </option>
      ))}
    </select>
  )
}
