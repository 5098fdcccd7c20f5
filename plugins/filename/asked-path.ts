import type { MatchHints } from '../../shared/plugin-api/index.js'

/** The rule that stands in when none is configured says nothing of where files should be. */
const implicitRule = 'same-path'

/** What is known of the path that Plex asks about. */
export interface AskedPath {
  /** Separators `/`. */
  readonly path: string
  /** A configured rule says where the file should be in Stash. */
  readonly covered: boolean
  /** How many library folders could hold the file. */
  readonly roots: number
}

export function askedPath({ filename, places }: MatchHints): AskedPath {
  return {
    path: wholePath(filename, places),
    covered: places.some(({ stash }) => stash !== undefined && stash.rule !== implicitRule),
    roots: new Set(places.map(({ root }) => root)).size,
  }
}

export function namesIn(path: string): readonly string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '')
}

/** The absolute path where it is beyond doubt, for it has the library folder's own name too. */
function wholePath(filename: string | undefined, places: MatchHints['places']): string {
  const [only, ...others] = new Set(places.map(({ plexPath }) => plexPath))
  return only === undefined || others.length > 0 ? filename ?? '' : only
}
