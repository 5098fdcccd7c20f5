import type { SampleLibrary, SampleScene } from '../library/sample-library.js'
import type { ScanResult } from '../plex/scan.js'

/** What an answer is worth, judged by the identity of the video alone. */
export type Verdict =
  | 'right'
  | 'wrong'
  /** Nothing was answered though the answer is certain. */
  | 'missed'
  /** Nothing was answered, and nobody can be certain. */
  | 'silent'
  /** The provider failed, or the server refused its answer. */
  | 'failed'

/** Judges scan results of a library; a scene counts only when its time of creation is named rightly too. */
export function judgeOf(library: Pick<SampleLibrary, 'scenes'>): (result: ScanResult) => Verdict {
  const scenes = new Map<number, SampleScene>(library.scenes.map((scene) => [scene.id, scene]))
  return ({ item, outcome }) => {
    if (outcome.kind === 'none') return item.certain ? 'missed' : 'silent'
    if (outcome.kind !== 'matched') return 'failed'
    const scene = item.sceneId === undefined ? undefined : scenes.get(item.sceneId)
    const named = sceneIn(outcome.guid)
    return scene !== undefined && named?.id === scene.id && named.createdAt === scene.createdAt ? 'right' : 'wrong'
  }
}

/** The scene that a guid names, `…://movie/<id>-<created, seconds in base 36>`. */
export function sceneIn(guid: string): { id: number; createdAt: number } | undefined {
  const [, id, created] = /\/movie\/(\d+)-([0-9a-z]+)$/.exec(guid) ?? []
  return id === undefined || created === undefined ? undefined : { id: Number(id), createdAt: Number.parseInt(created, 36) }
}
