import type { CatalogFile } from '../../shared/plugin-api/index.js'
import { scenesOf, type NameLookup } from './name-lookup.js'
import type { PlexSize } from './plex-size.js'

/** When a file name may answer without a person looking. */
export type Automatic = 'witnessed' | 'distinctive' | 'always' | 'never'

export interface Evidence extends Pick<NameLookup, 'files' | 'exhaustive' | 'folder'> {
  readonly size: PlexSize
  /** A configured rule says where the file should be in Stash, and it is not there. */
  readonly covered: boolean
  /** How many library folders could hold the file. */
  readonly roots: number
  /** The name is long and telling. */
  readonly tellingName: boolean
}

export type Verdict =
  | { readonly kind: 'certain', readonly sceneId: string, readonly reason: string }
  /** Plex cannot tell the size now; it would decide. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'uncertain' }

const uncertain: Verdict = { kind: 'uncertain' }

/** One name and one witness make it certain; a contrary witness forbids it whatever else agrees. Pure. */
export function verdict(evidence: Evidence, automatic: Automatic): Verdict {
  if (automatic === 'never' || evidence.files.length === 0) return uncertain
  if (typeof evidence.size === 'number') return bySize(evidence, evidence.size)
  if (automatic === 'always') return byNameAlone(evidence)
  if (evidence.size === 'unknown') return evidence.exhaustive || evidence.folder !== undefined ? { kind: 'undecided' } : uncertain
  // Plex's own list has no such file, or several: then nothing tells which file it is.
  if (evidence.size === 'untold' || evidence.covered || evidence.roots > 1) return uncertain
  if (evidence.folder?.telling === true) return { kind: 'certain', sceneId: evidence.folder.sceneId, reason: 'same name and folder' }
  return automatic === 'distinctive' && evidence.tellingName ? byNameAlone(evidence) : uncertain
}

function bySize({ files, exhaustive, folder }: Evidence, size: number): Verdict {
  const sized = scenesOf(files.filter((file) => file.size === size))
  const only = sized.length === 1 ? sized[0] : undefined
  if (only !== undefined && exhaustive) return { kind: 'certain', sceneId: only, reason: 'same name and size' }
  if (folder !== undefined && sized.includes(folder.sceneId)) return { kind: 'certain', sceneId: folder.sceneId, reason: 'same name, size and folder' }
  return uncertain
}

function byNameAlone({ files, exhaustive }: Evidence): Verdict {
  const ids = scenesOf(files)
  const only = exhaustive && ids.length === 1 ? ids[0] : undefined
  return only === undefined ? uncertain : { kind: 'certain', sceneId: only, reason: 'the only file of this name' }
}

/** 40–95: what Fix Match shows for a file that is not certain. `likeness` of the folders is 0–1. */
export function scoreOf(file: CatalogFile, size: PlexSize, likeness: number): number {
  if (size === file.size) return 95
  return typeof size === 'number' ? 40 : 60 + Math.round(30 * likeness)
}
