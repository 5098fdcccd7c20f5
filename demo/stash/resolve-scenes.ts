import { timeText } from './clock.js'
import type { FieldsOf, StashContext } from './context.js'
import { byIds } from './resolve-people.js'
import { firstOfPeriod } from './scene-filter.js'
import type { StashScene } from './shelf.js'

/** Since 0.30 Stash keeps how precise a date is; before, every date is a whole one. */
const partialDatesSince = 30
const partFields = { o_counter: 0, play_count: 0, resume_time: 0, play_duration: 0 }

function updatedAt(scene: StashScene, { shelf }: StashContext): string {
  return timeText(scene.updatedAt, scene.updatedOffset ?? shelf.firstOffset)
}

function createdAt(scene: StashScene, { shelf }: StashContext): string {
  return timeText(scene.createdAt, scene.createdOffset ?? shelf.firstOffset)
}

/** Every address is built whether the thing exists or not; the stream's alone carries the key. */
function paths(scene: StashScene, { base, apiKey }: StashContext): Record<string, string> {
  const [at, hash] = [`${base}/scene/${scene.id}`, scene.files[0]?.oshash ?? '']
  return {
    screenshot: `${at}/screenshot?t=${scene.updatedAt}`,
    preview: `${at}/preview`,
    stream: `${at}/stream${apiKey === undefined ? '' : `?apikey=${apiKey}`}`,
    webp: `${at}/webp`,
    vtt: `${base}/scene/${hash}_thumbs.vtt`,
    sprite: `${base}/scene/${hash}_sprite.jpg`,
    funscript: `${at}/funscript`,
    interactive_heatmap: `${at}/interactive_heatmap`,
    caption: `${at}/caption`,
  }
}

function markers(scene: StashScene, context: StashContext): readonly object[] {
  const tag = byIds(context.shelf.library.tags, scene.tagIds)[0]
  if (tag === undefined || scene.id % 7 !== 0) return []
  const at = `${context.base}/scene/${scene.id}/scene_marker/${scene.id}`
  const times = { created_at: createdAt(scene, context), updated_at: updatedAt(scene, context) }
  return [{ id: scene.id, scene, title: '', seconds: 12.5, end_seconds: null, primary_tag: tag, tags: [], ...times,
    stream: `${at}/stream`, preview: `${at}/preview`, screenshot: `${at}/screenshot` }]
}

function studio(scene: StashScene, { shelf, faults }: StashContext): unknown {
  if (faults.partial) throw new Error('error executing `SELECT * FROM studios WHERE id IN (?)`: disk I/O error')
  return scene.studioId === null ? null : shelf.library.studios[scene.studioId - 1]
}

function inGroups(name: 'group' | 'movie') {
  return (scene: StashScene, _: unknown, { shelf }: StashContext) => byIds(shelf.library.groups, scene.groupIds)
    .map((group) => ({ [name]: group, scene_index: scene.id % 2 === 0 ? 1 + scene.id % 9 : null }))
}

/** Every fourth scene has one; of these, every third is empty. */
function galleries(scene: StashScene, context: StashContext): readonly object[] {
  if (scene.id % 4 !== 0) return []
  const times = { created_at: createdAt(scene, context), updated_at: updatedAt(scene, context) }
  const cover = scene.id % 12 === 0 ? null : { id: scene.id, title: '', ...times }
  return [{ id: scene.id, title: `Gallery ${scene.id}`, urls: [], organized: false, ...times, cover }]
}

export const sceneFields: FieldsOf<StashScene> = {
  ...Object.fromEntries(Object.entries(partFields).map(([name, value]) => [name, () => value])),
  url: ({ urls }) => urls[0] ?? null,
  details: (scene, _, { faults }) => scene.details + 'x'.repeat(faults.hugeDetails),
  date: ({ date }, _, { minor }) => minor < partialDatesSince ? firstOfPeriod(date) : date,
  interactive: () => false,
  interactive_speed: () => null,
  captions: () => null,
  created_at: (scene, _, context) => createdAt(scene, context),
  updated_at: (scene, _, context) => updatedAt(scene, context),
  last_played_at: () => null,
  play_history: () => [],
  o_history: () => [],
  paths: (scene, _, context) => paths(scene, context),
  scene_markers: (scene, _, context) => markers(scene, context),
  galleries: (scene, _, context) => galleries(scene, context),
  studio: (scene, _, context) => studio(scene, context),
  groups: inGroups('group'),
  movies: inGroups('movie'),
  tags: ({ tagIds }, _, { shelf }) => [...byIds(shelf.library.tags, tagIds)].sort((a, b) => a.name < b.name ? -1 : 1),
  performers: ({ performerIds }, _, { shelf }) => byIds(shelf.library.performers, performerIds),
  stash_ids: (scene, _, context) => scene.stashIds
    .map((id) => ({ endpoint: 'https://stashdb.org/graphql', stash_id: id, updated_at: updatedAt(scene, context) })),
  sceneStreams: (scene, _, context) => [{ url: paths(scene, context)['stream'], mime_type: 'video/mp4', label: 'Direct stream' }],
}
