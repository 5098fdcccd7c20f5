import type { ChangeQuestion } from '../stash/changes.js'
import { slices } from './doubts.js'
import type { KnownScenes } from './known-scenes.js'
import { later } from './stash-time.js'
import { unixSeconds } from './stash-index.js'
import type { IndexedScene, StashIndex } from './stash-index.js'

const detailsAtOnce = 100

/** One page of what changed. */
export interface ChangedPage {
  /** All that Stash named, in order. */
  readonly ids: readonly number[]
  /** The newest change among them, as Stash wrote it. */
  readonly newest: string | undefined
  /** Those of which the catalog holds something else. */
  readonly differing: readonly IndexedScene[]
  /** Named a moment ago, and gone by now. */
  readonly gone: readonly number[]
}

export interface SourceParts {
  readonly stash: StashIndex
  readonly known: KnownScenes
  /** Scenes above this id are the business of a catch-up. */
  readonly upTo: number
  readonly signal: AbortSignal | undefined
}

export type ChangeSource = (question: ChangeQuestion, parts: SourceParts) => Promise<ChangedPage>

/** Edited scenes: ids and times first, and the rest only of those that were not seen yet. */
export const editedScenes: ChangeSource = async (question, { stash, known, upTo, signal }) => {
  const stamps = await stash.changedScenes(question, signal)
  const unseen = stamps.filter(({ id, updatedAt }) => Number(id) <= upTo && known.updatedAt(Number(id)) !== unixSeconds(updatedAt))
  const differing: IndexedScene[] = []
  for (const some of slices(unseen, detailsAtOnce)) differing.push(...await stash.indexScenes(some.map(({ id }) => id), signal))
  const there = new Set(differing.map(({ id }) => id))
  return {
    ids: stamps.map(({ id }) => Number(id)),
    newest: newestOf(stamps.map(({ updatedAt }) => updatedAt)),
    differing,
    gone: unseen.filter(({ id }) => !there.has(id)).map(({ id }) => Number(id)),
  }
}

/** Scenes with a renamed, moved or changed file: nothing in them tells which, so each is compared as a whole. */
export const touchedFiles: ChangeSource = async (question, { stash, known, upTo, signal }) => {
  const changed = await stash.changedFiles(question, signal)
  return {
    ids: changed.map(({ scene }) => Number(scene.id)),
    newest: newestOf(changed.flatMap(({ filesUpdatedAt }) => filesUpdatedAt)),
    differing: changed.map(({ scene }) => scene).filter((scene) => Number(scene.id) <= upTo && !known.fits(scene)),
    gone: [],
  }
}

function newestOf(times: readonly string[]): string | undefined {
  return times.reduce<string | undefined>(later, undefined)
}
