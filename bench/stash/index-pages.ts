import type { IndexedScene } from '../../core/stash/indexed-scene.js'
import { sampleScene } from '../catalog/sample-scenes.js'

/** As large as those that the first sync asks for. */
export const indexPageSize = 1000

/** Stash's answers to the question for the next scenes by id. */
export function indexPages(scenes: number, prerender: boolean): (after: number, limit: number) => Buffer {
  const ready = new Map<number, Buffer>()
  const upTo = prerender ? scenes : -1
  for (let after = 0; after <= upTo; after += indexPageSize) ready.set(after, rendered(after, Math.min(scenes, after + indexPageSize)))
  return (after, limit) => {
    const known = limit === indexPageSize ? ready.get(after) : undefined
    return known ?? rendered(after, Math.min(scenes, after + limit))
  }
}

function rendered(after: number, until: number): Buffer {
  const scenes = Array.from({ length: Math.max(0, until - after) }, (_, at) => indexJson(sampleScene(after + at + 1)))
  return Buffer.from(JSON.stringify({ data: { findScenes: { scenes } } }))
}

/** A scene as the index asks for it. */
export function indexJson({ id, createdAt, updatedAt, title, date, organized, files }: IndexedScene): object {
  return { id, created_at: createdAt, updated_at: updatedAt, title, date, organized, files }
}
