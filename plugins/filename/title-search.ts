import type { Candidate, CatalogScene, MatchHints, Matcher, PluginHost, TextTools } from '../../shared/plugin-api/index.js'

/** For Fix Match: scenes whose title has the words that Plex or a person gives. Never certain. */
export function titleMatcher(host: PluginHost): Matcher {
  return {
    name: 'title',
    order: 90,
    accepts: ({ manual, title }) => manual && title !== undefined && title.trim() !== '',
    match: (hints) => searchTitles(host, hints),
  }
}

const mostScenes = 30
const longestTitle = 300
const highestScore = 90

function searchTitles({ catalog, text }: PluginHost, hints: MatchHints): readonly Candidate[] {
  const queries = queriesFor(hints.title ?? '')
  const scenes = new Map(queries.flatMap((query) => catalog.byTitle(query, mostScenes)).map((scene) => [scene.id, scene]))
  return [...scenes.values()].map((scene) => candidateOf(scene, { queries, hints, text })).sort((a, b) => b.score - a.score).slice(0, mostScenes)
}

/** The title as it is; and without brackets, dates and picture sizes, which scanners leave in. */
export function queriesFor(title: string): readonly string[] {
  const whole = title.slice(0, longestTitle).trim()
  const bare = whole
    .replaceAll(/\[[^\]]*\]|\([^)]*\)|\{[^}]*\}/g, ' ')
    .replaceAll(/\b(?:\d{4}[-. ]\d\d[-. ]\d\d|\d{3,4}p|\d{3,4}x\d{3,4})\b/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return [...new Set([whole, bare])].filter((query) => query !== '')
}

function candidateOf(scene: CatalogScene, { queries, hints, text }: { readonly queries: readonly string[], readonly hints: MatchHints, readonly text: TextTools }): Candidate {
  const alike = Math.max(0, ...queries.map((query) => text.similarity(query, scene.title ?? '')))
  const time = timeAgreement(scene.date, hints)
  const score = Math.min(highestScore, Math.max(1, Math.round(30 + 50 * alike) + time.points))
  return { sceneId: scene.id, score, reason: `title ${Math.round(alike * 100)} % alike${time.words}` }
}

function timeAgreement(date: string | undefined, { title, filename, year }: MatchHints): { readonly points: number, readonly words: string } {
  const wanted = dateIn(title) ?? dateIn(filename)
  if (date === undefined || (wanted === undefined && year === undefined)) return { points: 0, words: '' }
  if (wanted === date) return { points: 10, words: ', same date' }
  const sameYear = Number(date.slice(0, 4)) === (wanted === undefined ? year : Number(wanted.slice(0, 4)))
  return sameYear ? { points: 5, words: ', same year' } : { points: -10, words: ', other year' }
}

/** A date as file names have it, `YYYY-MM-DD` with any separator. */
function dateIn(words: string | undefined): string | undefined {
  const found = /\b(\d{4})[-. _](\d\d)[-. _](\d\d)\b/.exec(words ?? '')
  return found === null ? undefined : `${found[1]}-${found[2]}-${found[3]}`
}
