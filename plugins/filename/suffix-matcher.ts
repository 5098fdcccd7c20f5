import type { CallContext, Candidate, Matcher, MatchHints, PluginHost } from '../../shared/plugin-api/index.js'
import { askedPath } from './asked-path.js'
import { longestSuffix } from './longest-suffix.js'
import { candidatesOf } from './proposals.js'
import { suffixVerdict, type Automatic } from './verdict.js'
import type { WitnessesOf } from './witnesses.js'

export interface MatcherParts {
  readonly host: PluginHost
  readonly automatic: Automatic
  readonly witnessesOf: WitnessesOf
}

/** Finds the scene whose path ends like Plex's, in the longest part that any has: folders and name. */
export function suffixMatcher(parts: MatcherParts): Matcher {
  return {
    name: 'path-suffix',
    order: 50,
    accepts: ({ filename }) => filename !== undefined && filename !== '',
    match: (hints, ctx) => matchBySuffix(parts, hints, ctx),
  }
}

async function matchBySuffix({ host, automatic, witnessesOf }: MatcherParts, hints: MatchHints, ctx: CallContext): Promise<readonly Candidate[]> {
  const asked = askedPath(hints)
  const suffix = longestSuffix(asked.path, host)
  if (suffix === undefined) return []
  const witnesses = await witnessesOf(hints, ctx)
  return candidatesOf(suffixVerdict({ ...asked, ...suffix, ...witnesses }, automatic), suffix.files, { path: asked.path, ...witnesses, text: host.text })
}
