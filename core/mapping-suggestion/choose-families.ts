import { depthOf, narrowed, type Family, type FamilySource } from './families.js'

/** Fewer files may lie alike by chance. */
const FEWEST = 3
/** A folder inside a library folder deserves a rule of its own from this share of all pairs. */
const LEAST_SHARE = 0.01
/** This share of the pairs below a folder must go the rule's way. */
const MOSTLY = 2 / 3
/** The same where the shortest folders did not hold. */
const NEARLY_ALL = 0.85

/** Chooses the families that make sound rules, the narrowest folders first; what one of them explains is not held against a wider one. */
export class FamilyChoice {
  readonly chosen: Family[] = []
  readonly #source: FamilySource
  readonly #order: FilesInOrder
  readonly #claimed: Uint8Array
  readonly #byStashFolder = new Map<string, number>()
  readonly #least: number

  constructor(source: FamilySource, families: readonly Family[]) {
    this.#source = source
    this.#claimed = new Uint8Array(source.plex.length)
    this.#order = new FilesInOrder(source)
    this.#least = Math.max(FEWEST, Math.ceil(this.#order.length * LEAST_SHARE))
    for (const { stashFolder, files } of families) this.#byStashFolder.set(stashFolder, (this.#byStashFolder.get(stashFolder) ?? 0) + files.length)
    this.#chooseFrom(families)
  }

  /** Narrower families may come in while we go, but only below the ones that were just looked at. */
  #chooseFrom(families: readonly Family[]): void {
    const waiting = byDepth(largeOnes(families.filter(({ files }) => files.length >= FEWEST), this.#least))
    while (waiting.length > 0) {
      const family = waiting.pop() as Family
      if (this.#holds(family)) this.#take(family)
      else waiting.push(...byDepth(narrowed(family, this.#source).filter(({ files }) => files.length >= this.#least)))
    }
  }

  #holds(family: Family): boolean {
    if (!family.isLibraryFolder && this.#isOneOfMany(family)) return false
    const { own, others } = this.#shares(family)
    return own > 0 && own / (own + others) >= (family.isNarrowed ? NEARLY_ALL : MOSTLY)
  }

  /** Several folders without folders of their own go into one: the files were sorted anew, not mounted elsewhere. */
  #isOneOfMany({ files, plexFolder, stashFolder }: Family): boolean {
    const isFlat = files.every((file) => !this.#source.plex.fold(file).includes('/', plexFolder.length + 1))
    return isFlat && (this.#byStashFolder.get(stashFolder) ?? 0) > 1.5 * files.length
  }

  #shares({ files, plexFolder }: Family): { readonly own: number, readonly others: number } {
    const own = files.filter((file) => this.#claimed[file] === 0).length
    let all = 0
    // A weak pair of another way says too little to be held against anyone.
    this.#order.below(plexFolder, (file) => { all += this.#claimed[file] === 0 && this.#source.pairs.strong[file] !== -1 ? 1 : 0 })
    const ownStrong = files.filter((file) => this.#claimed[file] === 0 && this.#source.pairs.strong[file] !== -1).length
    return { own, others: all - ownStrong }
  }

  #take(family: Family): void {
    this.chosen.push(family)
    this.#order.below(family.plexFolder, (file) => { this.#claimed[file] = 1 })
  }
}

/** Besides the large ones, the largest of each library folder: it may hold few files, but somebody has set it up. */
function largeOnes(families: readonly Family[], least: number): Family[] {
  const largest = new Map<string, Family>()
  for (const family of families.filter(({ isLibraryFolder }) => isLibraryFolder)) {
    const known = largest.get(family.plexFolder)
    if (known === undefined || family.files.length > known.files.length) largest.set(family.plexFolder, family)
  }
  return families.filter((family) => family.files.length >= least || largest.get(family.plexFolder) === family)
}

/** The deepest last, and of two as deep the larger last: that is the order in which they are taken. */
function byDepth(families: readonly Family[]): Family[] {
  return families.toSorted((a, b) => depthOf(a) - depthOf(b) || a.files.length - b.files.length)
}

/** Plex's paired files by path, so that those below a folder stand together. */
class FilesInOrder {
  readonly #files: readonly number[]
  readonly #fold: (file: number) => string

  constructor({ plex, pairs }: FamilySource) {
    this.#fold = (file) => plex.fold(file)
    this.#files = Array.from({ length: plex.length }, (_, file) => file)
      .filter((file) => pairs.strong[file] !== -1 || pairs.weak[file] !== -1)
      .toSorted((a, b) => (plex.fold(a) < plex.fold(b) ? -1 : 1))
  }

  get length(): number {
    return this.#files.length
  }

  below(folder: string, use: (file: number) => void): void {
    const start = `${folder}/`
    for (let at = this.#firstFrom(start); at < this.#files.length; at++) {
      const file = this.#files[at] as number
      if (!this.#fold(file).startsWith(start)) return
      use(file)
    }
  }

  #firstFrom(text: string): number {
    let [low, high] = [0, this.#files.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#fold(this.#files[middle] as number) < text) low = middle + 1
      else high = middle
    }
    return low
  }
}
