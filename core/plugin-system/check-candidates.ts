import type { Candidate } from '../../shared/plugin-api/index.js'

export const mostCandidates = 50
const longestReason = 200
const sceneIdShape = /^[1-9]\d{0,17}$/

/** A plain copy of a matcher's answer. Throws when it is not a list of candidates. */
export function checkCandidates(output: unknown, note: (text: string) => void): readonly Candidate[] {
  if (!Array.isArray(output)) throw new TypeError(`wanted an array of candidates, got ${kindOf(output)}`)
  const list = output as readonly unknown[]
  const cut = list.length > mostCandidates
  const candidates = Array.from({ length: Math.min(list.length, mostCandidates) }, (_, at) => checkOne(list[at], `candidates[${at}]`))
  if (!cut) return candidates
  note(`answered more than ${mostCandidates} candidates: the first ${mostCandidates} count, and none is certain`)
  return candidates.map((candidate) => ({ ...candidate, score: Math.min(candidate.score, 99) }))
}

function checkOne(value: unknown, at: string): Candidate {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${at} is ${kindOf(value)}, wanted { sceneId, score, reason }`)
  const { sceneId, score, reason, undecided } = value as Readonly<Record<string, unknown>>
  if (undecided !== undefined && typeof undecided !== 'boolean') throw new TypeError(`${at}.undecided is ${kindOf(undecided)}, wanted true or false`)
  const candidate = { sceneId: sceneIdOf(sceneId, at), score: scoreOf(score, at), reason: reasonOf(reason, at) }
  return undecided === true ? { ...candidate, undecided } : candidate
}

function sceneIdOf(value: unknown, at: string): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !sceneIdShape.test(text)) throw new TypeError(`${at}.sceneId is ${kindOf(value)}, wanted Stash's scene id as digits`)
  return text
}

function scoreOf(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${at}.score is ${kindOf(value)}, wanted a number from 0 to 100`)
  return Math.min(100, Math.max(0, value))
}

function reasonOf(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new TypeError(`${at}.reason is ${kindOf(value)}, wanted a few words`)
  return value.length > longestReason ? `${value.slice(0, longestReason)}…` : value
}

/** What a value is, without showing what it holds. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
