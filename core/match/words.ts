import type { AskedMatcher, MatchDecision, MatchTrace } from './match-outcome.js'

/** The decision in one sentence: in the log and in an explanation. */
export function decisionWords(decision: MatchDecision): string {
  switch (decision.kind) {
    case 'matched': return `matched scene ${decision.candidate.sceneId} by ${decision.candidate.matcher}`
    case 'choices': return `offered ${decision.candidates.length} scenes to choose from`
    case 'none': return `no match: ${decision.why}`
    default: return `cannot know yet: ${decision.why}`
  }
}

/** What each matcher said, a line each, in the order of asking; names and reasons only, no path. */
export function askedWords({ asked, catchUp }: MatchTrace): readonly string[] {
  const round = (number: 1 | 2) => asked.filter((one) => one.round === number).map(answerWords)
  const between = catchUp === undefined ? [] : [`catch-up with Stash: ${catchUp.result}, ${time(catchUp.ms)}`]
  return [...round(1), ...between, ...round(2)]
}

function answerWords(answer: AskedMatcher): string {
  return `${answer.matcher}: ${saidWords(answer)}, ${time(answer.ms)}`
}

function saidWords({ said, candidates, heldBack, fault }: AskedMatcher): string {
  if (said === 'failed') return fault ?? 'failed'
  if (said === 'declined') return 'has nothing to say about such a file'
  if (said === 'nothing') return 'knows no scene'
  const scenes = candidates.slice(0, 10).map(({ sceneId, score, reason, undecided }) => `scene ${sceneId} at ${Math.round(score)} (${reason}${undecided === true ? '; undecided' : ''})`)
  return `${scenes.join(', ')}${heldBack ? '; nothing counts as certain while the first sync runs' : ''}`
}

function time(ms: number): string {
  return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`
}
