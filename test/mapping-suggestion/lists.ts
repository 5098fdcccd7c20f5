import { FileList } from '../../core/mapping-suggestion/file-list.js'
import { suggestRules } from '../../core/mapping-suggestion/suggest-rules.js'
import type { LibraryPath, Suggestion } from '../../core/mapping-suggestion/suggestion.js'

export function listOf(files: Iterable<LibraryPath>): FileList {
  const list = new FileList()
  for (const file of files) list.add(file)
  return list
}

export function suggestionFor(plex: Iterable<LibraryPath>, stash: Iterable<LibraryPath>, plexFolders: readonly string[] = []): Suggestion {
  return suggestRules({ plex: listOf(plex), stash: listOf(stash), plexFolders })
}

/** Without the names, which nobody plants. */
export function foldersOf({ rules }: Suggestion): object[] {
  return rules.map(({ rule: { plex, stash, ignoreCase } }) => ({ plex, stash, ...(ignoreCase === undefined ? {} : { ignoreCase }) }))
}

/** `count` files below each of these folders, all of one size on both sides. */
export function mirrored(pairs: readonly (readonly [plex: string, stash: string])[], { count = 20, from = 1 } = {}): { plex: LibraryPath[], stash: LibraryPath[] } {
  const below = (side: 0 | 1): LibraryPath[] => pairs.flatMap((pair, nth) => Array.from({ length: count }, (_, index) => ({
    path: `${pair[side]}/shelf ${index % 3}/film ${nth}-${index}.mp4`, size: 1_000_000 + (from + nth) * 10_000 + index,
  })))
  return { plex: below(0), stash: below(1) }
}
