import type { CatalogFile } from '../../shared/plugin-api/index.js'
import type { AskedPath } from './asked-path.js'
import type { Suffix } from './longest-suffix.js'
import type { PlexSize } from './plex-size.js'
import type { Witnesses } from './witnesses.js'

/** When a file name may answer without a person looking. */
export type Automatic = 'witnessed' | 'distinctive' | 'always' | 'never'

interface Evidence extends Pick<AskedPath, 'covered' | 'roots'>, Pick<Suffix, 'files' | 'exhaustive'>, Witnesses {}

export type SuffixEvidence = Evidence & Pick<Suffix, 'segments' | 'telling' | 'folded'>

export interface NameEvidence extends Evidence {
  /** The name is long and telling. */
  readonly tellingName: boolean
}

export type Verdict =
  | { readonly kind: 'certain', readonly sceneId: string, readonly reason: string }
  /** Plex cannot tell the size now; it would decide. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'uncertain' }

const uncertain: Verdict = { kind: 'uncertain' }

/** Names that say nothing agree by chance; two that say something do not. */
const enoughTelling = 2

/** The longest common end of both paths and the hash or size, or telling names where neither can be had. What is contrary forbids it. Pure. */
export function suffixVerdict(evidence: SuffixEvidence, automatic: Automatic): Verdict {
  const { exhaustive, segments, telling, folded } = evidence
  if (automatic === 'never' || !exhaustive) return uncertain
  const words = `same last ${segments} names of the path`
  const { size, files, sameBytes } = weighed(evidence)
  if (sameBytes) return oneScene(files, `${words}, same hash`)
  if (typeof size === 'number') return oneScene(files.filter((file) => file.size === size), `${words}, same size`)
  if (size === 'unknown') return { kind: 'undecided' }
  return folderCounts({ ...evidence, size }) && !folded && telling >= enoughTelling ? oneScene(files, words) : uncertain
}

/** One name and the hash or size, or what the option allows in its place. Pure. */
export function nameVerdict(evidence: NameEvidence, automatic: Automatic): Verdict {
  const { exhaustive, tellingName } = evidence
  if (automatic === 'never' || !exhaustive) return uncertain
  const { size, files, sameBytes } = weighed(evidence)
  if (sameBytes) return oneScene(files, 'same name and hash')
  if (typeof size === 'number') return oneScene(files.filter((file) => file.size === size), 'same name and size')
  if (automatic === 'always') return oneScene(files, 'the only file of this name')
  if (size === 'unknown') return { kind: 'undecided' }
  const nameCounts = automatic === 'distinctive' && tellingName && folderCounts({ ...evidence, size })
  return nameCounts ? oneScene(files, 'the only file of this name') : uncertain
}

/**
 * What the file's own bytes leave of the evidence: the files that have them; where none has, those whose hash Stash does not
 * know, and the size that was read. Where Plex tells another size, one of the two speaks of another file: neither counts.
 */
function weighed({ files, size, bytes }: Evidence): { readonly files: Evidence['files'], readonly size: PlexSize, readonly sameBytes: boolean } {
  if (bytes === undefined) return { files, size, sameBytes: false }
  if (typeof size === 'number' && size !== bytes.size) return { files: [], size: 'untold', sameBytes: false }
  const same = files.filter((file) => file.oshash === bytes.oshash && file.size === bytes.size)
  return same.length > 0 ? { files: same, size, sameBytes: true } : { files: files.filter(({ oshash }) => oshash === undefined), size: bytes.size, sameBytes: false }
}

/**
 * Whether names may stand in for the size. Not where Plex's own list has no such file, or several; not where a rule says
 * that the file should be elsewhere; not where several library folders could hold it.
 */
function folderCounts({ size, covered, roots }: Evidence): boolean {
  return size === 'unavailable' && !covered && roots <= 1
}

function oneScene(files: readonly CatalogFile[], reason: string): Verdict {
  const [sceneId, ...others] = new Set(files.map((file) => file.sceneId))
  return sceneId === undefined || others.length > 0 ? uncertain : { kind: 'certain', sceneId, reason }
}
