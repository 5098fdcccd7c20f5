import { distance } from 'fastest-levenshtein'

/** `: did you mean "match"?` for a misspelt word, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known)
  return near === undefined ? '' : `: did you mean "${near}"?`
}

function nearest(word: string, known: readonly string[]): string | undefined {
  const allowed = Math.max(2, Math.floor(word.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, away: distance(word.toLowerCase().slice(0, 100), candidate.toLowerCase()) }))
    .sort((a, b) => a.away - b.away)
  const best = ranked[0]
  return best !== undefined && best.away <= allowed ? best.candidate : undefined
}
