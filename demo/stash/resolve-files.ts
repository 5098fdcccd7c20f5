import { timeText } from './clock.js'
import type { FieldsOf, StashContext } from './context.js'
import { updatedText } from './file-filter.js'
import { fileCreatedAt } from './shelf.js'
import type { StashFile } from './shelf.js'
import { lastSeparator } from '../library/native-path.js'
import { mix } from '../library/random.js'

export interface StashFolder { readonly id: number, readonly path: string }

const folderSeen = 1_600_000_000

function parentPath(path: string): string {
  return path.slice(0, Math.max(0, lastSeparator(path)))
}

function folderAt(path: string, { shelf }: StashContext): StashFolder | null {
  const id = shelf.folders.get(path)
  return id === undefined ? null : { id, path }
}

function fingerprints(file: StashFile): readonly { type: string, value: string }[] {
  const phash = file.id % 3 === 0 ? [{ type: 'phash', value: mix(file.content, 5).toString(16) }] : []
  return [{ type: 'oshash', value: file.oshash }, ...phash]
}

export const fileFields: FieldsOf<StashFile> = {
  parent_folder_id: (file, _, context) => context.shelf.folders.get(file.folder),
  parent_folder: (file, _, context) => folderAt(file.folder, context),
  zip_file_id: () => null,
  zip_file: () => null,
  mod_time: (file, _, { shelf }) => timeText(file.modTime, shelf.firstOffset),
  fingerprint: (file, { type }) => fingerprints(file).find((print) => print.type === type)?.value ?? null,
  fingerprints: (file) => fingerprints(file),
  format: (file) => file.basename.slice(file.basename.lastIndexOf('.') + 1).toLowerCase(),
  width: () => 1920,
  height: () => 1080,
  video_codec: () => 'h264',
  audio_codec: () => 'aac',
  frame_rate: () => 29.97,
  bit_rate: (file) => Math.round(file.size * 8 / file.duration) % 2_000_000_000,
  created_at: (file, _, { shelf }) => timeText(fileCreatedAt(file), shelf.firstOffset),
  updated_at: (file, _, { shelf }) => updatedText(file, shelf),
}

const seen = (_: StashFolder, __: unknown, { shelf }: StashContext) => timeText(folderSeen, shelf.firstOffset)

export const folderFields: FieldsOf<StashFolder> = {
  parent_folder_id: (folder, _, context) => folderAt(parentPath(folder.path), context)?.id ?? null,
  parent_folder: (folder, _, context) => folderAt(parentPath(folder.path), context),
  zip_file_id: () => null,
  zip_file: () => null,
  mod_time: seen,
  created_at: seen,
  updated_at: seen,
}
