import type { CallContext, Candidate, Matcher, MatchHints } from '../../shared/plugin-api/index.js'
import { askedPath, namesIn } from './asked-path.js'
import { candidatesOf } from './proposals.js'
import type { MatcherParts } from './suffix-matcher.js'
import { isTellingName } from './telling.js'
import { nameVerdict } from './verdict.js'

/** Finds scenes that have a file of the same name, in whatever folder. */
export function nameMatcher(parts: MatcherParts): Matcher {
  return {
    name: 'filename',
    order: 60,
    accepts: ({ filename }) => filename !== undefined && filename !== '',
    match: (hints, ctx) => matchByName(parts, hints, ctx),
  }
}

async function matchByName({ host, automatic, witnessesOf }: MatcherParts, hints: MatchHints, ctx: CallContext): Promise<readonly Candidate[]> {
  const asked = askedPath(hints)
  const basename = namesIn(asked.path).at(-1) ?? ''
  const { files, truncated } = host.catalog.byBasename(basename)
  if (files.length === 0) return []
  const witnesses = await witnessesOf(hints, ctx)
  const judged = nameVerdict({ ...asked, ...witnesses, files, exhaustive: !truncated, tellingName: isTellingName(basename, host.text) }, automatic)
  return candidatesOf(judged, files, { path: asked.path, ...witnesses, text: host.text })
}
