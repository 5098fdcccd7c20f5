const MOST_FOLDERS = 500
const DEEPEST = 5
/** The share of files that makes a folder worth naming for all. */
const MOST = 0.8

export interface FolderCount {
  readonly folder: string
  readonly files: number
}

/** Counts files by folder, in bounded space: with too many folders, the deepest ones are counted as their parents. */
export class FolderTally {
  #counts = new Map<string, number>()
  #depth = DEEPEST
  #total = 0

  get total(): number {
    return this.#total
  }

  /** @param path separators `/` */
  add(path: string): void {
    this.#total++
    this.#count(folderAt(path, this.#depth), 1)
    while (this.#counts.size > MOST_FOLDERS && this.#depth > 1) this.#merge()
  }

  /** The folders with most files first. */
  top(most: number): readonly FolderCount[] {
    const all = [...this.#counts].map(([folder, files]) => ({ folder, files }))
    return all.sort((a, b) => b.files - a.files || (a.folder < b.folder ? -1 : 1)).slice(0, most)
  }

  /** The deepest folder that has most of the files; undefined when there are none. */
  main(): FolderCount | undefined {
    let found: FolderCount | undefined
    for (let depth = 1; depth <= this.#depth; depth++) {
      const atDepth = new Map<string, number>()
      for (const [folder, files] of this.#counts) {
        const above = folderAt(`${folder}/x`, depth)
        atDepth.set(above, (atDepth.get(above) ?? 0) + files)
      }
      const [largest] = [...atDepth].sort(([, a], [, b]) => b - a)
      if (largest === undefined || largest[1] < this.#total * MOST) break
      found = { folder: largest[0], files: largest[1] }
    }
    return found
  }

  #count(folder: string, files: number): void {
    this.#counts.set(folder, (this.#counts.get(folder) ?? 0) + files)
  }

  #merge(): void {
    const counts = this.#counts
    this.#depth--
    this.#counts = new Map()
    for (const [folder, files] of counts) this.#count(folderAt(`${folder}/x`, this.#depth), files)
  }
}

/** The folder of a file, at most so many levels below the top. */
function folderAt(path: string, depth: number): string {
  const segments = path.split('/').slice(0, -1)
  const levels = segments[0] === '' ? depth + 1 : depth
  return segments.slice(0, levels).join('/') || '/'
}
