import { unixSeconds } from './stash-index.js'

/** Before every text that Stash writes as a time. */
const beginning = '0001-01-01T00:00:00Z'

/**
 * So many seconds earlier, in the same offset. Stash compares times as texts, so a moment must be put to it in the offset
 * in which it writes.
 */
export function textBefore(text: string | undefined, seconds: number): string {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text ?? '')
  const local = Date.parse(`${parts?.[1]}Z`)
  if (Number.isNaN(local)) return beginning
  return new Date(local - seconds * 1000).toISOString().slice(0, 19) + (parts?.[2] ?? '')
}

/** The later of two moments, each in its own offset. */
export function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return unixSeconds(b) > unixSeconds(a) ? b : a
}

/** The moment itself, or if it is later than this one (Unix seconds), that one in the same offset. */
export function notAfter(text: string, seconds: number): string {
  return textBefore(text, Math.max(0, unixSeconds(text) - seconds))
}
