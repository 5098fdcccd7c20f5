import type { Candidate, MatchHints, Matcher, PluginHost } from '../../shared/plugin-api/index.js'
import type { FileHash, FileHashes } from './file-hashes.js'

/** Milliseconds for all places together; below the core's limit for a matcher. */
const patience = 3000

/** Finds the scene that has the very file that Plex asks about, by its bytes. */
export function hashMatcher(host: PluginHost, hashes: FileHashes): Matcher {
  return {
    order: 40,
    accepts: ({ places }) => places.some(({ localPath }) => localPath !== undefined),
    match: (hints, ctx) => matchByHash(host, hashes, { hints, signal: ctx.signalWithin(patience) }),
  }
}

interface Asked {
  readonly hints: MatchHints
  readonly signal: AbortSignal
}

async function matchByHash(host: PluginHost, hashes: FileHashes, { hints, signal }: Asked): Promise<readonly Candidate[]> {
  const paths = [...new Set(hints.places.flatMap(({ localPath }) => (localPath === undefined ? [] : [localPath])))]
  const read = await Promise.all(paths.map((path) => hashes.of(path, signal)))
  if (read.includes('outside')) host.log.warn('did not read a file: a symbolic link leads out of the folders, or no folder covers it')
  const found = read.filter((hash) => typeof hash === 'object')
  const scenes = (await Promise.all(found.map((hash) => scenesWith(host, hash, signal)))).flat()
  const ids = [...new Set(scenes)]
  const [only] = ids
  if (only === undefined) return []
  if (ids.length > 1) return ids.map((sceneId) => ({ sceneId, score: 90, reason: `same hash and size, but so have ${ids.length} scenes` }))
  // Where files lie at several places, every one of them must lead to the scene; and where a place cannot be read, it may be the one.
  const everywhere = found.length === 1 || scenes.length === found.length
  const unread = hints.places.some(({ localPath }) => localPath === undefined) || read.includes('unmounted') || read.includes('outside')
  return everywhere && !unread ? [{ sceneId: only, score: 100, reason: 'same hash and size' }] : [{ sceneId: only, score: 90, reason: 'same hash and size, but the file may lie in another library folder' }]
}

/** The scenes that have a file of this hash and size, as the catalog knows them, else as Stash does. */
async function scenesWith({ catalog, stash }: PluginHost, { oshash, size }: FileHash, signal: AbortSignal): Promise<readonly string[]> {
  const { files, truncated } = catalog.byHash(oshash)
  const ids = [...new Set(files.filter((file) => file.size === size).map(({ sceneId }) => sceneId))]
  // More than 50 scenes of one hash: whichever was cut off has as good a claim.
  if (truncated) return ids.length === 1 ? [] : ids
  if (ids.length > 0) return ids
  const scene = await stash.sceneByHash(oshash, signal)
  const holds = scene?.files.some((file) => file.size === size && file.fingerprints.some(({ type, value }) => type === 'oshash' && value.toLowerCase() === oshash)) === true
  return scene !== undefined && holds ? [scene.id] : []
}
