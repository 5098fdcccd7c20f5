import type { Candidate, Matcher, MatchHints, PluginHost } from '../../shared/plugin-api/index.js'
import { askedPath } from './asked-path.js'
import { longestSuffix } from './longest-suffix.js'
import type { SizeOf } from './plex-size.js'
import { candidatesOf } from './proposals.js'
import { suffixVerdict, type Automatic } from './verdict.js'

export interface MatcherParts {
  readonly host: PluginHost
  readonly automatic: Automatic
  readonly sizeOf: SizeOf
}

/** Finds the scene whose path ends like Plex's, in the longest part that any has: folders and name. */
export function suffixMatcher(parts: MatcherParts): Matcher {
  return {
    name: 'path-suffix',
    order: 50,
    accepts: ({ filename }) => filename !== undefined && filename !== '',
    match: (hints, { signal }) => matchBySuffix(parts, hints, signal),
  }
}

async function matchBySuffix({ host, automatic, sizeOf }: MatcherParts, hints: MatchHints, signal: AbortSignal): Promise<readonly Candidate[]> {
  const asked = askedPath(hints)
  const suffix = longestSuffix(asked.path, host)
  if (suffix === undefined) return []
  const size = await sizeOf(hints, signal)
  return candidatesOf(suffixVerdict({ ...asked, ...suffix, size }, automatic), suffix.files, { path: asked.path, size, text: host.text })
}
