import type { Candidate, CatalogFile, MatchHints, Matcher, PluginHost } from '../../shared/plugin-api/index.js'
import { lookUpName } from './name-lookup.js'
import { plexSizeOf, type PlexSize } from './plex-size.js'
import { isTellingName } from './telling.js'
import { scoreOf, verdict, type Automatic } from './verdict.js'

/** The rule that stands in when none is configured says nothing of where files should be. */
const implicitRule = 'same-path'
const mostProposals = 20

/** Finds scenes that have a file of the same name. */
export function nameMatcher(host: PluginHost, automatic: Automatic): Matcher {
  return {
    name: 'filename',
    order: 60,
    accepts: ({ filename }) => filename !== undefined && filename !== '',
    match: (hints, { signal }) => matchByName(host, { hints, automatic, signal }),
  }
}

async function matchByName(host: PluginHost, { hints, automatic, signal }: { readonly hints: MatchHints, readonly automatic: Automatic, readonly signal: AbortSignal }): Promise<readonly Candidate[]> {
  const { places } = hints
  const path = pathOf(hints)
  const lookup = lookUpName(path, host)
  if (lookup.files.length === 0) return []
  const size = await plexSizeOf(host.plex, places, signal)
  const judged = verdict({
    ...lookup,
    size,
    covered: places.some(({ stash }) => stash !== undefined && stash.rule !== implicitRule),
    roots: new Set(places.map(({ root }) => root)).size,
    tellingName: isTellingName(lookup.basename, host.text),
  }, automatic)
  const others = bestOfEach(lookup.files.map((file) => candidateOf(file, { path, size, host })))
  if (judged.kind === 'certain') return [{ sceneId: judged.sceneId, score: 100, reason: judged.reason }, ...others]
  return judged.kind === 'undecided' ? others.map((candidate) => ({ ...candidate, undecided: true })) : others
}

/** The absolute path where it is beyond doubt, for it has the library folder's own name too. */
function pathOf({ filename, places }: MatchHints): string {
  const [only, ...others] = new Set(places.map(({ plexPath }) => plexPath))
  return only === undefined || others.length > 0 ? filename ?? '' : only
}

function candidateOf(file: CatalogFile, { path, size, host }: { readonly path: string, readonly size: PlexSize, readonly host: PluginHost }): Candidate {
  const reason = size === file.size ? 'same name and size, but so have others' : typeof size === 'number' ? 'same name, other size' : 'same name'
  return { sceneId: file.sceneId, score: scoreOf(file, size, folderLikeness(path, file.path, host)), reason }
}

function bestOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => b.score - a.score)
  return sorted.filter(({ sceneId }, at) => sorted.findIndex((other) => other.sceneId === sceneId) === at).slice(0, mostProposals)
}

/** 0–1: how many of the folders, counted from the file, have the same name. */
function folderLikeness(path: string, stashPath: string, { text }: PluginHost): number {
  const wanted = foldersFromFile(path)
  const there = foldersFromFile(stashPath)
  const differ = wanted.findIndex((folder, at) => text.normalise(folder) !== text.normalise(there[at] ?? ''))
  return wanted.length === 0 ? 0 : (differ < 0 ? wanted.length : differ) / wanted.length
}

function foldersFromFile(path: string): readonly string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '').slice(0, -1).toReversed()
}
