import { timeText } from './clock.js'
import { orderFits, textFits } from './criteria.js'
import type { Criterion } from './criteria.js'
import { fileFilter } from './file-filter.js'
import type { FileFilter } from './file-filter.js'
import type { Shelf, StashScene } from './shelf.js'

type Text = Criterion<string>
type Count = Criterion<number>

export interface SceneFilter {
  readonly AND?: SceneFilter | null
  readonly OR?: SceneFilter | null
  readonly NOT?: SceneFilter | null
  readonly files_filter?: FileFilter | null
  readonly [criterion: string]: unknown
}

export type Keeps = (scene: StashScene) => boolean
type Compile = (value: never, shelf: Shelf) => Keeps

/** A scene's files are joined, so that any of them may fit; a scene without files is one row of nulls. */
function byFile(read: (file: StashScene['files'][number]) => string, criterion: Text): Keeps {
  const fits = textFits(criterion)
  return ({ files }) => files.length === 0 ? fits(null) : files.some((file) => fits(read(file)))
}

function byColumn(read: (scene: StashScene) => string, criterion: Text): Keeps {
  const fits = textFits(criterion)
  return (scene) => fits(read(scene))
}

function byNumber(read: (scene: StashScene) => number | null, criterion: Count): Keeps {
  const fits = orderFits(criterion)
  return (scene) => fits(read(scene))
}

const missing: Readonly<Record<string, Keeps>> = {
  cover: (scene) => !scene.hasCover,
  studio: (scene) => scene.studioId === null,
  performers: (scene) => scene.performerIds.length === 0,
  tags: (scene) => scene.tagIds.length === 0,
  group: (scene) => scene.groupIds.length === 0,
  movie: (scene) => scene.groupIds.length === 0,
  date: (scene) => scene.date === null,
  url: (scene) => scene.urls.length === 0,
  stash_id: (scene) => scene.stashIds.length === 0,
  title: (scene) => scene.title === '',
  details: (scene) => scene.details === '',
}

const criteria: Readonly<Record<string, Compile>> = {
  id: (value: Count) => byNumber((scene) => scene.id, value),
  title: (value: Text) => byColumn((scene) => scene.title, value),
  code: (value: Text) => byColumn((scene) => scene.code, value),
  details: (value: Text) => byColumn((scene) => scene.details, value),
  director: (value: Text) => byColumn((scene) => scene.director, value),
  path: (value: Text) => byFile((file) => file.path, value),
  oshash: (value: Text) => byFile((file) => file.oshash, value),
  checksum: (value: Text) => byColumn(() => '', value),
  url: (value: Text) => {
    const fits = textFits(value)
    return ({ urls }) => urls.length === 0 ? fits(null) : urls.some(fits)
  },
  file_count: (value: Count) => byNumber((scene) => scene.files.length, value),
  rating100: (value: Count) => byNumber((scene) => scene.rating100, value),
  tag_count: (value: Count) => byNumber((scene) => scene.tagIds.length, value),
  performer_count: (value: Count) => byNumber((scene) => scene.performerIds.length, value),
  organized: (value: boolean) => (scene) => scene.organized === value,
  is_missing: (value: string) => missing[value] ?? (() => false),
  date: (value: Text) => {
    const fits = orderFits(value)
    return (scene) => fits(firstOfPeriod(scene.date))
  },
  created_at: (value: Text, shelf) => {
    const fits = orderFits(value)
    return (scene) => fits(timeText(scene.createdAt, scene.createdOffset ?? shelf.firstOffset))
  },
  updated_at: (value: Text, shelf) => {
    const fits = orderFits(value)
    return (scene) => fits(timeText(scene.updatedAt, scene.updatedOffset ?? shelf.firstOffset))
  },
  files_filter: (value: FileFilter, shelf) => {
    const keeps = fileFilter(value, shelf)
    return (scene) => scene.files.some(keeps)
  },
}

/** `2024-05` is kept as `2024-05-01` inside. */
export function firstOfPeriod(date: string | null): string | null {
  return date === null ? null : `${date}-01-01`.slice(0, 10)
}

/** Turns the filter into a test of one scene. AND, OR and NOT exclude one another on one level, as in Stash. */
export function sceneFilter(filter: SceneFilter, shelf: Shelf): Keeps {
  const { AND: and, OR: or, NOT: not, ...own } = filter
  const tests = Object.entries(own)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => (criteria[name] as Compile)(value as never, shelf))
  const all: Keeps = (scene) => tests.every((test) => test(scene))
  const joined = [and, or, not].filter((part) => part !== null && part !== undefined)
  if (joined.length > 1) throw new Error('cannot have more than one of AND, OR, and NOT')
  const [inner] = joined.map((part) => sceneFilter(part, shelf))
  if (inner === undefined) return all
  if (inner !== undefined && or !== null && or !== undefined) return (scene) => (tests.length > 0 && all(scene)) || inner(scene)
  return not !== null && not !== undefined ? (scene) => all(scene) && !inner(scene) : (scene) => all(scene) && inner(scene)
}
