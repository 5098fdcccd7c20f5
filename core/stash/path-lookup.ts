import { lookUp, lookUpStrict } from './alias-lookup.js'
import type { StashClient } from './client.js'
import { families } from './documents.js'
import { type IndexedScene, toIndexedScene } from './indexed-scene.js'
import { text } from './json.js'

export interface PathLookup {
  /** As Stash spells them. */
  readonly paths: readonly string[]
  readonly signal: AbortSignal | undefined
}

/**
 * Finds the scenes that have a file at exactly these paths, over indexes alone: path to file, file to hash, hash to scene.
 * Stash's `path` filter would do it in one step, by reading its whole library.
 *
 * A scene that shares its hash with another scene may be missed, because Stash gives only one scene a hash.
 */
export async function scenesAtPaths(client: StashClient, { paths, signal }: PathLookup): Promise<ReadonlyMap<string, IndexedScene>> {
  const hashes = await hashesAt(client, { paths, signal })
  const answers = await lookUp(client, { family: families.indexByHash, keys: [...hashes.values()], signal })
  const found = new Map<string, IndexedScene>()
  for (const [path, hash] of hashes) {
    const scene = toIndexedScene(answers.get(hash))
    if (scene?.files.some((file) => file.path === path)) found.set(path, scene)
  }
  return found
}

/** `%` and `*` in a path make Stash search by pattern, so the path that came back is compared with the one asked for. */
async function hashesAt(client: StashClient, { paths, signal }: PathLookup): Promise<ReadonlyMap<string, string>> {
  const files = await lookUpStrict(client, { family: families.filesByPath, keys: paths, signal }, /not found/i)
  const hashes = new Map<string, string>()
  for (const [path, file] of files) {
    const hash = text(file['oshash'])
    if (file['path'] === path && hash !== undefined) hashes.set(path, hash)
  }
  return hashes
}
