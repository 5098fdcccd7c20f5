import { plexRoot, sampleScene, stashRoot } from '../catalog/sample-scenes.js'

/** An item of Plex with its one file. */
export interface PlantedItem {
  readonly key: number
  readonly path: string
  readonly size: number
  /** Seconds. */
  readonly duration: number
}

/** What is wrong with the nth scene, by its number within two hundred; all others are in order. */
const every = 200
const [onlyInStash, moved, besides, collided, twin] = [11, 31, 51, 71, 72]

/** The keys of Plex's items in the order of a listing: those of the scenes, then of files that Plex alone has. */
export function plantedKeys(scenes: number): Uint32Array {
  const own = Array.from({ length: scenes }, (_, at) => at + 1)
  return Uint32Array.from([...own.filter((n) => n % every !== onlyInStash), ...own.filter((n) => n % every === besides).map((n) => scenes + n)])
}

export function plantedItem(key: number, scenes: number): PlantedItem {
  if (key > scenes) return { key, path: `${plexRoot}/besides/${key - scenes}.mp4`, size: 7_000_000_000 + key, duration: 100 }
  const role = key % every
  const { path, size, duration } = fileOf(key)
  if (role === moved) return { key, path: `${plexRoot}/moved/${key}.mp4`, size, duration }
  if (role === collided) return { key, path: `${plexRoot}/collided/${key}.mp4`, size, duration }
  // In place, but of the same size and duration as the one before: so that one cannot be told to have moved.
  if (role === twin) return { ...fileOf(key - 1), key, path: plexPath(path) }
  return { key, path: plexPath(path), size, duration }
}

/** Kind and path of every gap that is planted, sorted. */
export function plantedGaps(scenes: number): readonly string[] {
  const gaps: string[] = []
  for (let n = 1; n <= scenes; n++) {
    const role = n % every
    if (role === onlyInStash || role === collided) gaps.push(`missing-in-plex ${fileOf(n).path}`)
    if (role === moved) gaps.push(`moved ${plantedItem(n, scenes).path}`)
    if (role === collided) gaps.push(`missing-in-stash ${plantedItem(n, scenes).path}`)
    if (role === besides) gaps.push(`missing-in-stash ${plantedItem(scenes + n, scenes).path}`)
  }
  return gaps.sort()
}

/** Scenes that Plex has in place. */
export function isInPlace(n: number): boolean {
  return ![onlyInStash, moved, collided].includes(n % every)
}

function fileOf(n: number): { path: string, size: number, duration: number } {
  const [file] = sampleScene(n).files
  return { path: file?.path ?? '', size: file?.size ?? 0, duration: file?.duration ?? 0 }
}

function plexPath(path: string): string {
  return plexRoot + path.slice(stashRoot.length)
}
