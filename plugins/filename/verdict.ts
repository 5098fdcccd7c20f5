import type { CatalogFile } from '../../shared/plugin-api/index.js'
import type { AskedPath } from './asked-path.js'
import type { Suffix } from './longest-suffix.js'
import type { PlexSize } from './plex-size.js'

/** When a file name may answer without a person looking. */
export type Automatic = 'witnessed' | 'distinctive' | 'always' | 'never'

interface Evidence extends Pick<AskedPath, 'covered' | 'roots'>, Pick<Suffix, 'files' | 'exhaustive'> {
  readonly size: PlexSize
}

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

/** The longest common end of both paths and the size, or telling names where no size can be had. A contrary size forbids it. Pure. */
export function suffixVerdict(evidence: SuffixEvidence, automatic: Automatic): Verdict {
  const { size, files, exhaustive, segments, telling, folded } = evidence
  if (automatic === 'never' || !exhaustive) return uncertain
  const words = `same last ${segments} names of the path`
  if (typeof size === 'number') return oneScene(files.filter((file) => file.size === size), `${words}, same size`)
  if (size === 'unknown') return { kind: 'undecided' }
  return folderCounts(evidence) && !folded && telling >= enoughTelling ? oneScene(files, words) : uncertain
}

/** One name and the size, or what the option allows in its place. Pure. */
export function nameVerdict(evidence: NameEvidence, automatic: Automatic): Verdict {
  const { size, files, exhaustive, tellingName } = evidence
  if (automatic === 'never' || !exhaustive) return uncertain
  if (typeof size === 'number') return oneScene(files.filter((file) => file.size === size), 'same name and size')
  if (automatic === 'always') return oneScene(files, 'the only file of this name')
  if (size === 'unknown') return { kind: 'undecided' }
  const nameCounts = automatic === 'distinctive' && tellingName && folderCounts(evidence)
  return nameCounts ? oneScene(files, 'the only file of this name') : uncertain
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
