import { id, type Json, listOf, object, text, wholeNumber } from './json.js'
import { toDate, toDuration } from './scene-json.js'

export interface IndexedFile {
  readonly id: string
  /** As Stash spells it. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Seconds; undefined when not probed. */
  readonly duration: number | undefined
  /** 16 hex digits. */
  readonly oshash: string | undefined
}

/** What the local catalog keeps of a scene: little enough that a thousand come in one answer. */
export interface IndexedScene {
  readonly id: string
  /** RFC 3339 in Stash's own offset. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly title: string | undefined
  readonly date: string | undefined
  readonly organized: boolean
  readonly files: readonly IndexedFile[]
}

/** Undefined when the JSON is no scene. */
export function toIndexedScene(json: unknown): IndexedScene | undefined {
  const scene = object(json)
  const sceneId = id(scene?.['id'])
  if (!scene || sceneId === undefined) return undefined
  return {
    id: sceneId,
    createdAt: text(scene['created_at']) ?? '',
    updatedAt: text(scene['updated_at']) ?? '',
    title: text(scene['title']),
    date: toDate(scene['date']),
    organized: scene['organized'] === true,
    files: listOf(scene['files'], toIndexedFile),
  }
}

function toIndexedFile(file: Json): IndexedFile | undefined {
  const fileId = id(file['id'])
  const path = file['path']
  if (fileId === undefined || typeof path !== 'string' || path === '') return undefined
  return {
    id: fileId,
    path,
    size: wholeNumber(file['size']) ?? 0,
    duration: toDuration(file['duration']),
    oshash: text(file['oshash']),
  }
}
