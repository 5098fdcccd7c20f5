import type { StashReader } from '../stash/reader.js'

export type { IndexedFile, IndexedScene } from '../stash/indexed-scene.js'

/** What the catalog asks of Stash. */
export type StashIndex = Pick<StashReader,
  'status' | 'features' | 'indexPage' | 'indexScenes' | 'highestScene' | 'sceneCount' | 'scenesAtPaths'
  | 'newestChange' | 'changedScenes' | 'changedFiles'>

/** Unix seconds; 0 for what is no date. */
export function unixSeconds(date: string): number {
  const milliseconds = Date.parse(date)
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000)
}
