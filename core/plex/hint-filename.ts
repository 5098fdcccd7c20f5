import { isAbsolute } from '../../shared/path-mapping/path-form.js'
import { normalPath } from '../../shared/text/fold.js'
import { hasControl, looseText } from './loose-values.js'

const LONGEST = 4096
/** An empty segment or a dot for one, as hardly any name has. */
const needsTidying = /(?:^|\/)\.?(?:\/|$)/

export interface HintFilename {
  /** Separators `/`, no leading slash. */
  readonly filename?: string
  /** The whole path, when the name began like one. Plex's documentation also shows relative names with a leading slash. */
  readonly absolutePath?: string
  /** Why a name that was there is not used. */
  readonly dropped?: string
}

/** Reads the file name of a match request; a name that no library can hold is dropped. */
export function hintFilename(value: unknown): HintFilename {
  if (value === undefined || value === null || value === '') return {}
  const raw = looseText(value)
  const dropped = raw === undefined ? 'it is not a text' : whyImpossible(raw)
  if (raw === undefined || dropped !== undefined) return { dropped: `filename: ${dropped}` }
  const path = normalPath(raw)
  const filename = needsTidying.test(path) ? segmentsOf(path).join('/') : path
  if (filename === '') return {}
  return isAbsolute(path) ? { filename, absolutePath: rootOf(path) + filename } : { filename }
}

function whyImpossible(raw: string): string | undefined {
  if (raw.length > LONGEST) return `it is longer than ${LONGEST} characters`
  if (hasControl(raw)) return 'it contains control characters'
  return raw.includes('..') && raw.split(/[\\/]/u).includes('..') ? 'it contains ".."' : undefined
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.')
}

function rootOf(path: string): string {
  return /^\/*/u.exec(path)?.[0] ?? ''
}
