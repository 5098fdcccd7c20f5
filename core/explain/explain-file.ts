import { stat } from 'node:fs/promises'
import type { CatalogFile, FileFacts, MatchHints, Place } from '../../shared/plugin-api/index.js'
import type { MatchDecision, MatchOutcome, MatchTrace } from '../match/match-outcome.js'
import { decisionWords } from '../match/words.js'
import { parseMatchBody } from '../plex/match-hints.js'
import type { ExplainOptions } from './collaborators.js'
import { explainScene, type SceneExplanation } from './explain-scene.js'

export interface Asking {
  readonly signal: AbortSignal
  readonly requestId: string
}

/** How one rule took a path. */
export interface RuleTried {
  readonly rule: string
  /** Undefined: the rule does not cover the path. */
  readonly stashPath: string | undefined
  /** The rule failed on real paths and maps to nothing. */
  readonly silenced: boolean
}

/** A place with all that can be witnessed of it. */
export interface PlaceExplained extends Place {
  /** In their order, up to the first that covers the place. */
  readonly rules: readonly RuleTried[]
  /** What the catalog has at the mapped path. */
  readonly inStash: readonly CatalogFile[]
  /** `not asked` without Plex. */
  readonly inPlex: FileFacts | 'not asked'
  /** Bytes of the file as this machine reads it. */
  readonly local: number | 'absent' | 'not mounted'
}

export interface ProposedScene {
  readonly sceneId: string
  readonly title: string | undefined
  readonly files: readonly CatalogFile[]
}

export interface FileExplanation {
  readonly hints: Omit<MatchHints, 'places'>
  readonly places: readonly PlaceExplained[]
  readonly trace: MatchTrace
  readonly proposed: readonly ProposedScene[]
  readonly decision: MatchDecision & { readonly words: string }
  readonly notes: readonly string[]
  /** What Plex is told of the scene, when one was certain. */
  readonly scene: SceneExplanation | undefined
}

/** Matches as for Plex, and keeps all that was learnt on the way. `body` is a match request. */
export async function explainFile(body: object, options: ExplainOptions, asking: Asking): Promise<FileExplanation> {
  const { hints, absolutePath, dropped } = parseMatchBody(body)
  const places = options.placesFor({ filename: hints.filename, absolutePath })
  const outcome = await options.matchPipeline.run({ ...hints, places }, asking)
  const { trace, ...decision } = outcome
  return {
    hints,
    places: await Promise.all(places.map((place) => explainPlace(place, options, asking.signal))),
    trace,
    proposed: proposedIn(outcome, options),
    decision: { ...decision, words: decisionWords(outcome) },
    notes: [...dropped, ...notesOn(hints, places, options)],
    scene: outcome.kind === 'matched' ? await explainScene(outcome.candidate.sceneId, options, asking.signal).catch(() => undefined) : undefined,
  }
}

async function explainPlace(place: Place, options: ExplainOptions, signal: AbortSignal): Promise<PlaceExplained> {
  const { plex, catalog } = options
  const tried = options.rules().map((rule) => ({ rule: rule.name, stashPath: rule.toStash(place.plexPath), silenced: rule.silenced }))
  const covering = tried.findIndex(({ stashPath }) => stashPath !== undefined)
  return {
    ...place,
    rules: covering < 0 ? tried : tried.slice(0, covering + 1),
    inStash: place.stash === undefined ? [] : catalog.byPath(place.stash.path, { ignoreCase: place.stash.ignoreCase }).files,
    inPlex: plex === undefined ? 'not asked' : await plex.fileFacts(place.plexPath, signal),
    local: place.localPath === undefined ? 'not mounted' : await sizeOf(place.localPath),
  }
}

async function sizeOf(path: string): Promise<number | 'absent'> {
  try {
    return (await stat(path)).size
  } catch {
    return 'absent'
  }
}

function proposedIn({ trace }: MatchOutcome, { catalog }: ExplainOptions): ProposedScene[] {
  const ids = new Set(trace.asked.flatMap(({ candidates }) => candidates.map(({ sceneId }) => sceneId)))
  return [...ids].slice(0, 20).map((sceneId) => ({ sceneId, title: catalog.scene(sceneId)?.title, files: catalog.filesOf(sceneId) }))
}

function notesOn(hints: Omit<MatchHints, 'places'>, places: readonly Place[], { adult, plex }: ExplainOptions): string[] {
  const notes: string[] = []
  if (adult === 'require' && hints.includeAdult !== true) notes.push('match.adult is "require": Plex gets this answer only from a library that is set to match explicit content')
  if (hints.filename !== undefined && places.length === 0) notes.push('no library folder of Plex is known, so the file has no place; set PLEX_URL and PLEX_TOKEN, or library.roots')
  if (plex === undefined) notes.push('Plex is not configured (PLEX_URL, PLEX_TOKEN), so it cannot be asked for sizes')
  return notes
}
