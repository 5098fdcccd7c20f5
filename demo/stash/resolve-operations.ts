import { lastSeparator } from '../library/native-path.js'
import type { SampleStashFile } from '../library/sample-library.js'
import { like } from './compare.js'
import type { FieldsOf, StashContext } from './context.js'
import { textFits } from './criteria.js'
import type { Criterion } from './criteria.js'
import { fileFilter } from './file-filter.js'
import type { FileFilter } from './file-filter.js'
import { findByIds, findScenes, pageOf } from './find-scenes.js'
import type { FindFilter, Found } from './find-scenes.js'
import type { StashFolder } from './resolve-files.js'
import type { SceneFilter } from './scene-filter.js'
import type { StashFile, StashScene } from './shelf.js'

interface SceneArgs {
  readonly scene_filter?: SceneFilter | null
  readonly scene_ids?: readonly number[] | null
  readonly ids?: readonly string[] | null
  readonly filter?: FindFilter | null
}
interface FileArgs { readonly id?: string | null, readonly path?: string | null }
interface FilesArgs { readonly file_filter?: FileFilter | null, readonly filter?: FindFilter | null, readonly ids?: readonly string[] | null }
interface FoldersArgs { readonly folder_filter?: { readonly path?: Criterion<string> | null } | null, readonly filter?: FindFilter | null }
interface HashArgs { readonly input: { readonly checksum?: string | null, readonly oshash?: string | null } }

/** Ids are numbers inside: what is none is an error in Go's words. */
function number(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing "${text}": invalid syntax`)
  return Number(text)
}

function scansPaths(filter: SceneFilter | null | undefined): boolean {
  if (filter === null || filter === undefined) return false
  if (filter['path'] || filter.files_filter?.path || filter.files_filter?.basename || filter.files_filter?.dir) return true
  return scansPaths(filter.AND) || scansPaths(filter.OR) || scansPaths(filter.NOT)
}

function sceneResult({ rows, count }: Found<StashScene>): object {
  const sum = (of: 'size' | 'duration') => () => rows.reduce((all, scene) => all + scene.files.reduce((own, file) => own + file[of], 0), 0)
  return { scenes: rows, count, filesize: sum('size'), duration: sum('duration') }
}

function scenes({ scene_filter: sceneFilter, scene_ids: sceneIds, ids, filter }: SceneArgs, { shelf, log }: StashContext): object {
  const wanted = ids?.map(number) ?? sceneIds
  if (wanted) return sceneResult(findByIds(shelf, wanted))
  if (scansPaths(sceneFilter) || filter?.q) log.pathFilters++
  return sceneResult(findScenes(shelf, sceneFilter, filter))
}

/** Exact, unless the path holds a wildcard: then folder and name are compared by LIKE, each for itself. */
function fileAt(path: string, { shelf }: StashContext): StashFile | undefined {
  if (!/[%*]/.test(path)) return shelf.files.get(path)
  const pattern = path.replaceAll('*', '%')
  const cut = lastSeparator(pattern)
  const [inFolder, named] = [like(pattern.slice(0, cut)), like(pattern.slice(cut + 1))]
  for (const file of shelf.files.values()) if (named(file.basename) && inFolder(file.folder)) return file
  return undefined
}

function fileBy({ id, path }: FileArgs, context: StashContext): SampleStashFile {
  if (!id && !path) throw new Error('must provide id or path')
  const file = id ? [...context.shelf.files.values()].find((held) => held.id === number(id)) : fileAt(path ?? '', context)
  if (file === undefined) throw new Error('file not found')
  return file
}

function files({ file_filter: filter, filter: find, ids }: FilesArgs, { shelf }: StashContext): object {
  const keeps = fileFilter(filter ?? {}, shelf)
  const rows = [...shelf.files.values()].filter((file) => ids ? ids.includes(String(file.id)) : keeps(file)).sort((a, b) => a.id - b.id)
  return { count: rows.length, megapixels: 0, duration: 0, size: 0, files: ids ? rows : pageOf(rows, find ?? {}) }
}

function folders({ folder_filter: filter, filter: find }: FoldersArgs, { shelf }: StashContext): object {
  const fits = filter?.path ? textFits(filter.path) : () => true
  const rows: readonly StashFolder[] = [...shelf.folders].filter(([path]) => fits(path)).map(([path, id]) => ({ path, id }))
  return { count: rows.length, folders: pageOf(rows, find ?? {}) }
}

function folder({ id, path }: FileArgs, { shelf }: StashContext): StashFolder {
  const found = [...shelf.folders].find(([at, key]) => id ? key === number(id) : at === path)
  if (found === undefined) throw new Error('folder not found')
  return { path: found[0], id: found[1] }
}

function stats({ shelf: { scenes: held, library } }: StashContext): object {
  const zeros = Object.fromEntries(['scenes_size', 'scenes_duration', 'image_count', 'images_size', 'gallery_count', 'total_o_count',
    'total_play_duration', 'total_play_count', 'scenes_played'].map((name) => [name, 0]))
  return { ...zeros, scene_count: held.length, performer_count: library.performers.length, studio_count: library.studios.length,
    group_count: library.groups.length, movie_count: library.groups.length, tag_count: library.tags.length }
}

const schemaNumbers: Readonly<Record<number, number>> = { 24: 54, 25: 55, 26: 58, 27: 67, 28: 72, 29: 72, 30: 75, 31: 84 }

function systemStatus({ minor, faults }: StashContext): object {
  const appSchema = schemaNumbers[minor] ?? 75
  return { databaseSchema: faults.needsMigration ? appSchema - 1 : appSchema, appSchema, status: faults.needsMigration ? 'NEEDS_MIGRATION' : 'OK',
    databasePath: '/root/.stash/stash-go.sqlite', configPath: '/root/.stash/config.yml', os: 'linux', workingDir: '/root', homeDir: '/root' }
}

/** By id; a checksum finds nothing, for no file of this library has an MD5, as in a Stash that was left as it comes. */
function sceneBy({ id }: { id?: string | null }, { shelf }: StashContext): StashScene | null {
  return id === null || id === undefined ? null : shelf.scene(number(id)) ?? null
}

function entity<T extends { readonly id: number }>(list: (context: StashContext) => readonly T[]) {
  return (_: unknown, { id }: Record<string, unknown>, context: StashContext) => list(context)[number(id as string) - 1] ?? null
}

/** The operations that need the database. */
export const databaseOperations: FieldsOf<undefined> = {
  findScene: (_, args, context) => sceneBy(args, context),
  findSceneByHash: (_, args, { shelf }) => shelf.sceneByHash((args as unknown as HashArgs).input.oshash ?? '') ?? null,
  findScenes: (_, args, context) => scenes(args, context),
  findScenesByPathRegex: (_, { filter }, context) => {
    const { q, ...rest } = (filter ?? {}) as FindFilter
    return scenes({ scene_filter: { path: { value: `(?i)${q ?? ''}`, modifier: 'MATCHES_REGEX' } }, filter: rest }, context)
  },
  findFile: (_, args, context) => fileBy(args, context),
  findFiles: (_, args, context) => files(args, context),
  findFolder: (_, args, context) => folder(args, context),
  findFolders: (_, args, context) => folders(args, context),
  findPerformer: entity(({ shelf }) => shelf.library.performers),
  findStudio: entity(({ shelf }) => shelf.library.studios),
  findTag: entity(({ shelf }) => shelf.library.tags),
  findGroup: entity(({ shelf }) => shelf.library.groups),
  findMovie: entity(({ shelf }) => shelf.library.groups),
  stats: (_, __, context) => stats(context),
}

/** Those that answer without one. */
export const plainOperations: FieldsOf<undefined> = {
  systemStatus: (_, __, context) => systemStatus(context),
  version: (_, __, { minor }) => ({ version: `v0.${minor}.1`, hash: 'b1f2a3c4', build_time: '2026-01-01 00:00:00' }),
  configuration: (_, __, { shelf }) => ({
    general: { stashes: shelf.library.stashRoots.map((path) => ({ path, excludeVideo: false, excludeImage: false })) },
  }),
  metadataScan: () => '1',
}
