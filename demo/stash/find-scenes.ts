import { like } from './compare.js'
import { firstOfPeriod, sceneFilter } from './scene-filter.js'
import type { Keeps, SceneFilter } from './scene-filter.js'
import { mix } from '../library/random.js'
import type { Shelf, StashScene } from './shelf.js'

const usualPage = 25

export interface FindFilter {
  readonly q?: string | null
  readonly page?: number | null
  readonly per_page?: number | null
  readonly sort?: string | null
  readonly direction?: 'ASC' | 'DESC' | null
}

export interface Found<T> { readonly rows: readonly T[], readonly count: () => number }

type Key = (scene: StashScene) => number | string

const total = (scene: StashScene, of: 'size' | 'duration') => scene.files.reduce((sum, file) => sum + file[of], 0)

const sortKeys: Readonly<Record<string, Key>> = {
  id: (scene) => scene.id,
  title: (scene) => titleKey(scene),
  code: (scene) => scene.code,
  date: (scene) => firstOfPeriod(scene.date) ?? '',
  created_at: (scene) => scene.createdAt,
  updated_at: (scene) => scene.updatedAt,
  path: (scene) => scene.files[0]?.path ?? '',
  rating: (scene) => scene.rating100 ?? 0,
  organized: (scene) => Number(scene.organized),
  file_count: (scene) => scene.files.length,
  filesize: (scene) => total(scene, 'size'),
  duration: (scene) => total(scene, 'duration'),
  file_mod_time: (scene) => scene.files[0]?.modTime ?? 0,
  tag_count: (scene) => scene.tagIds.length,
  performer_count: (scene) => scene.performerIds.length,
  random: (scene) => mix(scene.id, 1),
}

/** Sorts that Stash knows and whose values are all alike in this library. */
const levelSorts = new Set(['bitrate', 'framerate', 'group_scene_number', 'movie_scene_number', 'interactive', 'interactive_speed',
  'last_o_at', 'last_played_at', 'o_counter', 'play_count', 'play_duration', 'resume_time', 'perceptual_similarity', 'studio', 'performer_age'])

function titleKey(scene: StashScene): string {
  return (scene.title === '' ? String(scene.id) : scene.title).toLowerCase()
}

function keyOf(sort: string): Key {
  const key = sortKeys[/^random_\d+$/.test(sort) ? 'random' : sort]
  if (key !== undefined) return key
  if (levelSorts.has(sort)) return () => 0
  throw new Error(`invalid sort: ${sort}`)
}

/** Every word must be in the title, the details, a path or a hash. */
function search(q: string): Keeps {
  const words = q.trim().split(/\s+/).filter((word) => word !== '').map((word) => like(`%${word.replaceAll('"', '')}%`))
  return (scene) => words.every((word) => word(scene.title) || word(scene.details) || scene.files.some((file) => word(file.path) || word(file.oshash)))
}

function ordered(shelf: Shelf, keeps: Keeps, filter: FindFilter): readonly StashScene[] {
  const { sort, direction } = filter
  if (sort === null || sort === undefined || sort === '') return shelf.unsorted.filter(keeps)
  const key = keyOf(sort)
  const turn = direction === 'DESC' ? -1 : 1
  const kept = shelf.scenes.filter(keeps)
  if (sort === 'id') return turn === 1 ? kept : kept.reverse()
  return kept.map((scene) => ({ scene, key: key(scene), title: titleKey(scene) }))
    .sort((a, b) => turn * compare(a.key, b.key) || compare(a.title, b.title))
    .map(({ scene }) => scene)
}

function compare(a: number | string, b: number | string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** The rows of a page: 25 unless told, all for -1, none for 0; pages count from 1. */
export function pageOf<T>(rows: readonly T[], { page, per_page: size }: FindFilter): readonly T[] {
  const length = size ?? usualPage
  if (length < 0) return rows
  const from = (Math.max(1, page ?? 1) - 1) * length
  return rows.slice(from, from + length)
}

/** An id above another, by id: the one question whose cost does not grow with the library, as with the real rowid. */
function keysetPage(shelf: Shelf, sceneFilterArg: SceneFilter, filter: FindFilter): Found<StashScene> | undefined {
  const { id, ...rest } = sceneFilterArg as { id?: { value: number, modifier: string } | null } & SceneFilter
  const others = Object.values(rest).some((value) => value !== null && value !== undefined)
  const plain = filter.sort === 'id' && filter.direction !== 'DESC' && !filter.q && (filter.page ?? 1) <= 1
  if (others || !plain || id?.modifier !== 'GREATER_THAN') return undefined
  const from = shelf.after(id.value)
  const size = filter.per_page ?? usualPage
  return { rows: shelf.scenes.slice(from, size < 0 ? undefined : from + size), count: () => shelf.scenes.length - from }
}

export function findScenes(shelf: Shelf, filter: SceneFilter | null | undefined, find: FindFilter | null | undefined): Found<StashScene> {
  const quick = keysetPage(shelf, filter ?? {}, find ?? {})
  if (quick !== undefined) return quick
  const fits = sceneFilter(filter ?? {}, shelf)
  const searched = find?.q ? search(find.q) : () => true
  const rows = ordered(shelf, (scene) => fits(scene) && searched(scene), find ?? {})
  return { rows: pageOf(rows, find ?? {}), count: () => rows.length }
}

/** Scenes by id, as asked for; one that is not there, or is asked for twice, fails the whole. */
export function findByIds(shelf: Shelf, ids: readonly number[]): Found<StashScene> {
  if (new Set(ids).size < ids.length) throw new Error('duplicate id found')
  const rows = ids.map((id) => {
    const scene = shelf.scene(id)
    if (scene === undefined) throw new Error(`scene with id ${id} not found`)
    return scene
  })
  return { rows, count: () => rows.length }
}
