import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { foldPath, nfc } from '../../shared/text/fold.js'
import { pairOf, type Family, type FamilySource } from './families.js'
import { countSlashes, spelled, tailStart } from './folder-path.js'

/** Fewer paths than this share that differ in case alone are slips, not a system that takes both for the same. */
const BY_CASE = 0.01

export interface RuleSource extends FamilySource {
  /** As Plex spells them, in normal form. */
  readonly spelledFolders: readonly string[]
}

/** The rule that explains a family, its folders spelled as most of the files spell them. Without a name. */
export function ruleOfFamily(family: Family, source: RuleSource): Omit<FolderRuleOptions, 'name'> {
  const { plexFolder, stashFolder } = family
  const sure = family.files.filter((file) => source.pairs.strong[file] !== -1)
  // A name that differs in case and a size that differs: that is another file, and no sign that case does not count.
  const files = sure.length > 0 ? sure : family.files
  const folders = { plex: new Spellings(), stash: new Spellings() }
  let byCase = 0
  for (const file of files) {
    const [one, two] = [source.plex.path(file), source.stash.path(pairOf(source.pairs, file))]
    const tail = countSlashes(source.plex.fold(file), plexFolder.length)
    const [cutOne, cutTwo] = [tailStart(one, tail), tailStart(two, tail)]
    folders.plex.add(one.slice(0, cutOne))
    folders.stash.add(two.slice(0, cutTwo))
    if (one.slice(cutOne) !== two.slice(cutTwo) && nfc(one.slice(cutOne)) !== nfc(two.slice(cutTwo))) byCase++
  }
  const known = source.spelledFolders.find((folder) => foldPath(folder) === plexFolder && plexFolder !== '')
  const plex = known ?? folders.plex.usual()
  const stash = folders.stash.usual()
  const ignoreCase = isWindows(plexFolder) || isWindows(stashFolder) || byCase > files.length * BY_CASE
  return { plex: spelled(plex), stash: spelled(stash), ...(ignoreCase ? { ignoreCase } : {}) }
}

/** Windows takes upper and lower case for the same. */
function isWindows(folder: string): boolean {
  return /^(?:[a-z]:|\/\/)/u.test(folder)
}

class Spellings {
  readonly #counts = new Map<string, number>()

  add(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1)
  }

  usual(): string {
    let best = ''
    for (const [text, count] of this.#counts) if (count > (this.#counts.get(best) ?? 0)) best = text
    return best
  }
}
