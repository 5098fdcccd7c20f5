import { setMaxListeners } from 'node:events'
import { releaseDate } from '../metadata/dates.js'
import { oneLine } from '../../shared/text/one-line.js'
import { titleFromPath } from '../metadata/base.js'
import type { RankedCandidate } from '../match/match-outcome.js'
import { signalOf, type Stopping } from '../../shared/late-abort.js'
import type { Awaitable } from '../../shared/plugin-api/call-context.js'
import { inTime } from '../../shared/deadline.js'
import { untilAborted } from '../../shared/until-aborted.js'
import { defaultDescribeMs } from './collaborators.js'
import type { ProviderOptions } from './collaborators.js'
import { toPlexMatch, toPlexMetadata } from './mapper.js'
import type { ImageAddress } from './mapper.js'
import type { PlexMatch } from './plex-json.js'
import { ratingKeyOf } from './rating-key.js'

export interface EntryContext {
  readonly options: ProviderOptions
  readonly stopping: Stopping
  readonly address: ImageAddress
  /** When the answer must be on its way, on the clock of `performance.now()`. */
  readonly deadline: number
}

type FullContext = Pick<EntryContext, 'options' | 'address'> & { readonly signal: AbortSignal }

/** Left for the answer itself when everything else took too long, milliseconds. */
const answerMs = 500
const shownChoices = 10

/** The certain one, out of the catalog: Stash is asked only about a scene that the catalog does not have. */
export function certainEntry(candidate: RankedCandidate, context: EntryContext): Awaitable<PlexMatch | undefined> {
  return knownEntry(candidate.sceneId, context) ?? fullEntry(candidate.sceneId, { ...context, signal: signalOf(context.stopping) })
}

/** The choices for a person, best first and each scene once, with all that helps to choose. */
export async function choiceEntries(candidates: readonly RankedCandidate[], context: EntryContext): Promise<readonly PlexMatch[]> {
  const ids = [...new Set(candidates.map(({ sceneId }) => sceneId))].slice(0, shownChoices)
  const left = Math.max(0, context.deadline - answerMs - performance.now())
  const ms = Math.min(left, context.options.describeMs ?? defaultDescribeMs)
  const entries = await inTime({ ms, signals: [signalOf(context.stopping)] }, (signal) => {
    // Each choice listens twice; Node would take that many for a leak and say so on standard error.
    setMaxListeners(0, signal)
    return Promise.all(ids.map((id) => choiceEntry(id, { ...context, signal })))
  })
  return entries.filter((entry) => entry !== undefined)
}

async function choiceEntry(sceneId: string, context: FullContext): Promise<PlexMatch | undefined> {
  try {
    return await untilAborted(context.signal, fullEntry(sceneId, context))
  } catch {
    // Stash is away, which the client has logged: a name to choose by is better than nothing.
    return knownEntry(sceneId, context)
  }
}

/** Undefined when Stash has no such scene any more. */
async function fullEntry(sceneId: string, { options, signal, address }: FullContext): Promise<PlexMatch | undefined> {
  const loaded = await options.sceneLoader.loadWithAge(sceneId, signal)
  if (loaded === undefined) return undefined
  const metadata = await options.metadataPipeline.describe(loaded.scene, signal)
  return toPlexMetadata(ratingKeyOf(sceneId, loaded.scene.createdAt), metadata, address)
}

/** Undefined when the catalog has no such scene. */
function knownEntry(sceneId: string, { options }: Pick<EntryContext, 'options'>): PlexMatch | undefined {
  const scene = options.catalog.scene(sceneId)
  if (scene === undefined) return undefined
  const title = oneLine(scene.title) ?? titleFromPath(options.catalog.filesOf(sceneId)[0]?.path) ?? `Scene ${sceneId}`
  return toPlexMatch(ratingKeyOf(sceneId, scene.createdAt), { title, ...releaseDate(scene.date) })
}
