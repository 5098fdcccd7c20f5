import picomatch from 'picomatch'
import { CodedError } from '../coded-error.js'

// Stars make the time grow by powers of the text's length, so both are bounded: with these limits the worst pattern on the
// worst text takes some 15 ms. No file system has longer names.
const LONGEST_PATTERN = 512
const MOST_STARS = 3
const MOST_GLOBSTARS = 3
const LONGEST_SEGMENT = 512
const MOST_SEGMENTS = 256

/**
 * Compiles glob patterns; a text matches if one of them does. `/` separates, `\` in a text counts as `/`, files with a
 * leading dot are included, case is ignored, extglobs are off. Texts longer than any path match nothing.
 *
 * @throws CodedError `S2P_GLOB_INVALID`
 */
export function globs(patterns: readonly string[]): (text: string) => boolean {
  for (const pattern of patterns) refuseCostly(pattern)
  if (patterns.length === 0) return () => false
  const matches = picomatch(patterns.map((pattern) => pattern.normalize('NFC')), { dot: true, nocase: true, noextglob: true, windows: false })
  return (text) => {
    const slashed = text.replaceAll('\\', '/').normalize('NFC')
    return isPathLike(slashed) && matches(slashed)
  }
}

function isPathLike(text: string): boolean {
  if (text.length === 0 || text.length > LONGEST_SEGMENT * MOST_SEGMENTS) return false
  const segments = text.split('/')
  return segments.length <= MOST_SEGMENTS && segments.every((segment) => segment.length <= LONGEST_SEGMENT)
}

function refuseCostly(pattern: string): void {
  const why = whyCostly(pattern)
  if (why === undefined) return
  const shown = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern
  throw new CodedError('S2P_GLOB_INVALID', `The pattern "${shown}" cannot be used: ${why}.`)
}

function whyCostly(pattern: string): string | undefined {
  if (pattern.trim() === '') return 'it is empty'
  if (pattern.length > LONGEST_PATTERN) return `it is longer than ${LONGEST_PATTERN} characters; split it into several`
  if (pattern.split('/').some((segment) => count(segment, '*') > MOST_STARS)) return `it has more than ${MOST_STARS} "*" between two "/"; use fewer`
  return count(pattern, '**') > MOST_GLOBSTARS ? `it has more than ${MOST_GLOBSTARS} "**"; use fewer` : undefined
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}
