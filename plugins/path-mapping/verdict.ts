import type { Candidate, FileFacts, Likeness } from '../../shared/plugin-api/index.js'
import { commonScene, type Lead } from './lead.js'

/** A place's lead with what Plex says of the place; facts are undefined when Plex was not asked. */
export interface Witnessed extends Lead {
  readonly facts: FileFacts | undefined
}

/** The rule that stands in when no rules are configured: Plex and Stash see the same paths. */
export const implicitRule = 'same-path'

const unwitnessed = 'the rule was found and not written, and Plex does not tell the size now'

const likenessWords: Readonly<Record<Likeness, string>> = { exact: 'same path', nfc: 'same path in another Unicode form', folded: 'same path but for case' }

/** Whether what the path says must not be believed when Plex tells another size. */
export function restsOnSize({ rule, found, likeness, sceneIds }: Lead): boolean {
  return sceneIds.length > 0 && (found || rule === implicitRule || likeness !== 'exact')
}

/** The candidates over all places. `complete`: whether the catalog holds the whole of Stash. */
export function verdict(places: readonly Witnessed[], complete: boolean): readonly Candidate[] {
  const possible = places.filter(({ facts }) => facts !== 'absent')
  const scene = commonScene(places) ?? remainingScene(possible)
  const obstacle = scene === undefined ? undefined : obstacleTo(places, possible, complete)
  if (scene === undefined || obstacle !== undefined) return uncertain(places, obstacle)
  const lead = places.find(({ sceneIds }) => sceneIds.includes(scene))
  return [{ sceneId: scene, score: 100, reason: wordsFor(lead) }]
}

/** Where the places lead that Plex did not rule out; nothing follows when it cannot say so of every one. */
function remainingScene(possible: readonly Witnessed[]): string | undefined {
  const told = possible.every(({ facts }) => typeof facts === 'object')
  return told ? commonScene(possible) : undefined
}

/** `leads`: those of the places that Plex did not rule out. */
function obstacleTo(places: readonly Witnessed[], leads: readonly Witnessed[], complete: boolean): string | undefined {
  if (!complete && leads.some(({ likeness }) => likeness !== 'exact')) return 'the first sync is still running'
  if (leads.some((lead) => restsOnSize(lead) && otherSize(lead))) return 'Plex tells another size'
  if (leads.some(isUnwitnessed)) return unwitnessed
  return leads.length === 0 && places.some(({ found }) => found) ? 'the rule was found and not written, and Plex lists no file there' : undefined
}

/** A rule that nobody wrote is taken at its word only where the size agrees. */
function isUnwitnessed({ found, sceneIds, facts }: Witnessed): boolean {
  return found && sceneIds.length > 0 && typeof facts !== 'object'
}

function otherSize({ facts, files }: Witnessed): boolean {
  return typeof facts === 'object' && !files.some(({ size }) => size === facts.size)
}

function uncertain(places: readonly Witnessed[], obstacle: string | undefined): readonly Candidate[] {
  const untold = places.length > 1 ? places.filter(({ facts }) => facts === undefined || facts === 'unknown') : []
  const undecided = obstacle === unwitnessed || (obstacle === undefined && untold.some(({ facts }) => facts === 'unknown'))
  const candidates = places.flatMap((lead) => lead.sceneIds.map((sceneId) => {
    const told = scoreOf(lead, untold, obstacle)
    const candidate = { sceneId, score: told.score, reason: `${wordsFor(lead)}; ${told.why}` }
    return undecided && lead.facts !== 'absent' ? { ...candidate, undecided } : candidate
  }))
  return candidates.filter(({ sceneId }, at) => candidates.findIndex((other) => other.sceneId === sceneId) === at)
}

function scoreOf(lead: Witnessed, untold: readonly Lead[], obstacle: string | undefined): { readonly score: number, readonly why: string } {
  if (lead.facts === 'absent') return { score: 60, why: 'Plex has no file there' }
  if (obstacle !== undefined) return { score: 70, why: obstacle }
  if (lead.sceneIds.length > 1) return { score: 90, why: `${lead.sceneIds.length} scenes have it` }
  if (untold.length > 0) return { score: 95, why: `cannot tell in which folder the file lies: ${untold.map(({ place }) => place.root).join(' or ')}` }
  return { score: 90, why: 'the file may lie in another library folder' }
}

function wordsFor(lead: Lead | undefined): string {
  return `${likenessWords[lead?.likeness ?? 'exact']}, rule ${lead?.rule ?? 'none'}`
}
