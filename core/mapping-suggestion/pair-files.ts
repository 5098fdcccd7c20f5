import type { FileList } from './file-list.js'
import { tailStart } from './folder-path.js'

/** No file lies deeper. */
const DEEPEST = 64
/** Beyond the name alone: a name without a size says little. */
const WITH_FOLDER = 2

export interface Pairs {
  /** By Plex's file: Stash's file of the same name and size, or -1. */
  readonly strong: Int32Array
  /** The same by name and folder alone, for files without a strong pair. */
  readonly weak: Int32Array
}

/**
 * Which file is which, told without any rule. Where several share a name and size, ever more of their folders must agree,
 * until one of each is left; the others stay alone. The time grows with the files, not with what they share.
 */
export function pairFiles(plex: FileList, stash: FileList): Pairs {
  const strong = new Int32Array(plex.length).fill(-1)
  const weak = new Int32Array(plex.length).fill(-1)
  pairUp(pairLoneSizes(strong, plex, stash), strong, { plex, stash, bySize: true, from: 1 })
  const taken = new Set(strong)
  const alone = { plex: numbers(plex.length).filter((file) => strong[file] === -1), stash: numbers(stash.length).filter((file) => !taken.has(file)) }
  pairUp(alone, weak, { plex, stash, bySize: false, from: WITH_FOLDER })
  return { strong, weak }
}

/** Most sizes occur once a side; that spares most files the search by name. Returns the files whose size occurs more often. */
function pairLoneSizes(pairs: Int32Array, plex: FileList, stash: FileList): Open {
  const [inPlex, inStash] = [bySize(plex), bySize(stash)]
  const open: Group = { plex: [], stash: [] }
  for (const [size, files] of inPlex) {
    const others = inStash.get(size)
    if (others === undefined || size <= 0) continue
    if (typeof files === 'object' || typeof others === 'object') merge(open, { plex: [files].flat(), stash: [others].flat() })
    else if (nameOf(plex, files) === nameOf(stash, others)) pairs[files] = others
  }
  return open
}

/** A list only where there are several, as there hardly ever are. */
function bySize(list: FileList): ReadonlyMap<number, number | number[]> {
  const sizes = new Map<number, number | number[]>()
  list.sizes.forEach((size, file) => {
    const known = sizes.get(size)
    if (known === undefined) sizes.set(size, file)
    else if (typeof known === 'object') known.push(file)
    else sizes.set(size, [known, file])
  })
  return sizes
}

function nameOf(list: FileList, file: number): string {
  const folded = list.fold(file)
  return folded.slice(tailStart(folded, 1))
}

interface Open {
  readonly plex: readonly number[]
  readonly stash: readonly number[]
}

interface Way {
  readonly plex: FileList
  readonly stash: FileList
  readonly bySize: boolean
  /** Segments that must agree at first. */
  readonly from: number
}

interface Group {
  readonly plex: number[]
  readonly stash: number[]
}

function pairUp(all: Open, pairs: Int32Array, way: Way): void {
  let open = all
  for (let segments = way.from; segments <= DEEPEST && open.plex.length > 0; segments++) {
    const next: Group = { plex: [], stash: [] }
    for (const group of groupsOf(open, way, segments)) {
      const [one, other] = [group.plex[0] ?? -1, group.stash[0] ?? -1]
      if (group.plex.length === 1 && group.stash.length === 1) pairs[one] = other
      else if (group.stash.length > 0) merge(next, group)
    }
    open = next
  }
}

function groupsOf(open: Open, { plex, stash, bySize: withSize }: Way, segments: number): Iterable<Group> {
  const groups = new Map<string, Group>()
  const keyOf = (list: FileList, file: number): string => {
    const folded = list.fold(file)
    const tail = folded.slice(tailStart(folded, segments))
    return withSize ? `${list.size(file)}${tail}` : tail
  }
  for (const file of open.plex) {
    const key = keyOf(plex, file)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { plex: [file], stash: [] })
    else known.plex.push(file)
  }
  for (const file of open.stash) groups.get(keyOf(stash, file))?.stash.push(file)
  return groups.values()
}

/** Not by spreading: ten thousand files may share a name. */
function merge(into: Group, { plex, stash }: Group): void {
  for (const file of plex) into.plex.push(file)
  for (const file of stash) into.stash.push(file)
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
