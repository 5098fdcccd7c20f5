import type { Likeness } from '../../shared/plugin-api/index.js'
import { foldNormalPath, foldPath, nfc, normalPath } from '../../shared/text/fold.js'

/** A path in the three spellings in which it is compared. */
export interface Spellings {
  readonly exact: string
  readonly nfc: string
  readonly folded: string
}

export function spellings(path: string): Spellings {
  const exact = normalPath(path)
  return { exact, nfc: nfc(exact), folded: foldNormalPath(exact) }
}

export type Fits = (have: string, wanted: string) => boolean

export const same: Fits = (have, wanted) => have === wanted

/** Whole segments only: `b/c.mp4` ends `/a/b/c.mp4`, but not `/a/xb/c.mp4`. */
export const endsWithSegments: Fits = (have, wanted) => have === wanted || have.endsWith(`/${wanted}`)

/** How closely the path fits what is wanted; undefined when it does not fit at all (two texts may share a key). */
export function likenessOf(path: string, wanted: Spellings, fits: Fits): Likeness | undefined {
  const exact = normalPath(path)
  if (fits(exact, wanted.exact)) return 'exact'
  if (fits(nfc(exact), wanted.nfc)) return 'nfc'
  return fits(foldPath(exact), wanted.folded) ? 'folded' : undefined
}

/** The rows of the best likeness among them. */
export function bestOf<Row>(rows: readonly Row[], like: (row: Row) => Likeness | undefined): { likeness: Likeness | undefined, rows: Row[] } {
  const levels: Record<Likeness, Row[]> = { exact: [], nfc: [], folded: [] }
  for (const row of rows) {
    const likeness = like(row)
    if (likeness !== undefined) levels[likeness].push(row)
  }
  const likeness = (['exact', 'nfc', 'folded'] as const).find((level) => levels[level].length > 0)
  return { likeness, rows: likeness === undefined ? [] : levels[likeness] }
}
