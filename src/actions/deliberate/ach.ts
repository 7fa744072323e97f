/**
 * Analysis of competing hypotheses (R. J. Heuer, Psychology of Intelligence Analysis, CIA 1999, chapter 8): evidence in rows,
 * hypotheses in columns, and in each cell how well the two fit. Evidence that fits all hypotheses alike tells them apart not at
 * all, however strong it is (step 3, diagnosticity); and the best hypothesis is the one with the least evidence against it, not
 * the one with the most for it (step 5). Nothing here decides: it orders what people rated.
 *
 * fit: −2 very inconsistent, −1 inconsistent, 0 neither, 1 consistent, 2 very consistent. Diagnosticity is the spread of fits in
 * a row: 0 tells nothing, 1 low, 2 medium, 3–4 high. "Against" is the sum of the negative fits of a column. Both
 * are plain counts without weights (judgement, not validated); what is graded F or 6 cannot be judged and is not counted.
 */
export type Fit = -2 | -1 | 0 | 1 | 2
export type Diagnosticity = 'unrated' | 'none' | 'low' | 'medium' | 'high'

export type Weighed = {
  reliability: string
  credibility: string
  /** Latest fit per hypothesis; a hypothesis without one has not been rated. */
  fits: ReadonlyMap<string, number>
}

/** F: the source cannot be judged. 6: the content cannot be judged (the A–F × 1–6 grading of NATO AJP-2.1). */
export const isCounted = (piece: Pick<Weighed, 'reliability' | 'credibility'>): boolean =>
  piece.reliability !== 'F' && piece.credibility !== '6'

export const diagnosticityOf = (fits: readonly number[]): Diagnosticity => {
  if (fits.length < 2) return 'unrated'
  const spread = Math.max(...fits) - Math.min(...fits)
  return spread === 0 ? 'none' : spread === 1 ? 'low' : spread === 2 ? 'medium' : 'high'
}

export type Column = { for: number; against: number; inconsistency: number; notCounted: number }

/** What speaks for and against one hypothesis. */
export const columnOf = (hypothesis: string, pieces: readonly Weighed[]): Column => {
  const column = { for: 0, against: 0, inconsistency: 0, notCounted: 0 }
  for (const piece of pieces) {
    const fit = piece.fits.get(hypothesis)
    if (fit === undefined || fit === 0) continue
    if (!isCounted(piece)) column.notCounted += 1
    else if (fit > 0) column.for += 1
    else {
      column.against += 1
      column.inconsistency -= fit
    }
  }
  return column
}
