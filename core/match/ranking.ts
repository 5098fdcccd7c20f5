import type { AskedMatcher, RankedCandidate } from './match-outcome.js'

type Answer = Pick<AskedMatcher, 'matcher' | 'candidates' | 'heldBack'>

const certainScore = 100
export const mostChoices = 10

/** Every distinct scene that some matcher is certain of: exactly one settles the match, two cancel each other out. */
export function certainScenes(answers: readonly Answer[]): readonly RankedCandidate[] {
  const certain: RankedCandidate[] = []
  for (const { matcher, candidates, heldBack } of answers) {
    if (heldBack) continue
    for (const candidate of candidates) {
      if (candidate.score === certainScore && !certain.some(({ sceneId }) => sceneId === candidate.sceneId)) certain.push({ ...candidate, matcher })
    }
  }
  return certain
}

/** Whether this matcher alone would settle the match. */
export function isCertain({ candidates, heldBack }: Answer): boolean {
  return !heldBack && candidates.some(({ score }) => score === certainScore)
}

/** Distinct scenes, best first, equals in the order in which they were proposed; each with all its reasons. */
export function rank(answers: readonly Answer[], most: number = mostChoices): readonly RankedCandidate[] {
  const scenes = new Map<string, RankedCandidate[]>()
  for (const candidate of flatten(answers)) scenes.set(candidate.sceneId, [...(scenes.get(candidate.sceneId) ?? []), candidate])
  return [...scenes.values()].map(merge).sort((a, b) => b.score - a.score).slice(0, most)
}

function flatten(answers: readonly Answer[]): readonly RankedCandidate[] {
  return answers.flatMap(({ matcher, candidates, heldBack }) => candidates.map((candidate) => ({
    ...candidate,
    score: heldBack ? Math.min(candidate.score, certainScore - 1) : candidate.score,
    matcher,
  })))
}

function merge(proposals: readonly RankedCandidate[]): RankedCandidate {
  const best = proposals.reduce((a, b) => (b.score > a.score ? b : a))
  const reasons = [best, ...proposals].map(({ reason }) => reason).filter((reason) => reason !== '')
  return { ...best, reason: [...new Set(reasons)].join('; ') }
}
