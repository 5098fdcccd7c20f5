import type { Catalog, CatalogFile, TextTools } from '../../shared/plugin-api/index.js'
import { namesIn } from './asked-path.js'
import { isTellingFolder } from './telling.js'

/** The longest end of a path that some file in Stash has too. */
export interface Suffix {
  /** How many names it has, the file's own included; at least 2. */
  readonly segments: number
  /** How many of them say what the file is. */
  readonly telling: number
  readonly files: readonly CatalogFile[]
  /** False when there are more such files than could be looked at. */
  readonly exhaustive: boolean
  /** Whether the names agree but for upper and lower case only: those can be different files side by side. */
  readonly folded: boolean
}

const mostSegments = 8

/** Undefined when no file has even the same name and folder. */
export function longestSuffix(path: string, { catalog, text }: { readonly catalog: Pick<Catalog, 'bySuffix'>, readonly text: TextTools }): Suffix | undefined {
  const names = namesIn(path)
  let longest: Suffix | undefined
  for (let segments = 2; segments <= Math.min(names.length, mostSegments); segments += 1) {
    const wanted = names.slice(-segments)
    const { files, truncated, likeness } = catalog.bySuffix(wanted.join('/'))
    if (files.length === 0) break
    longest = { segments, telling: tellingOf(wanted, text), files, exhaustive: !truncated, folded: likeness === 'folded' }
  }
  return longest
}

function tellingOf(names: readonly string[], text: TextTools): number {
  const last = names.at(-1) ?? ''
  return [...names.slice(0, -1), last.replace(/\.[^.]{1,5}$/, '')].filter((name) => isTellingFolder(name, text)).length
}
