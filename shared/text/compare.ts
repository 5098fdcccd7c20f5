import { distance } from 'fastest-levenshtein'

/** Titles are shorter; what is longer is compared by its beginning. */
const LONGEST = 512
/** What two different texts can reach at most, so that 1 means equal. */
const NEARLY = 0.99

/** NFC, lower case, everything but letters and digits to one space, trimmed. */
export function normalise(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ').normalize('NFC').trim()
}

/**
 * 0–1: the better of two measures on the normalised texts, letters in order (for misspelt words) and words in any order
 * (for rearranged ones).
 */
export function similarity(a: string, b: string): number {
  const [one, other] = [normalise(a), normalise(b)]
  if (one === other) return 1
  if (one === '' || other === '') return 0
  return Math.min(NEARLY, Math.max(likeLetters(one.slice(0, LONGEST), other.slice(0, LONGEST)), likeWords(one, other)))
}

function likeLetters(a: string, b: string): number {
  return 1 - distance(a, b) / Math.max(a.length, b.length)
}

function likeWords(a: string, b: string): number {
  const one = new Set(a.split(' '))
  const other = new Set(b.split(' '))
  const common = [...one].filter((word) => other.has(word)).length
  return 2 * common / (one.size + other.size)
}
