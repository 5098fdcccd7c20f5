import type { LibraryFile, PathMapping } from '../../shared/plugin-api/index.js'
import { checkLibraryFiles } from '../plugin-system/check-library-files.js'
import type { FoundGap } from './gap.js'
import { pathKey, sideOf } from './gap-id.js'
import { ask, type GapSourceEntry, type SourceCall } from './list-source.js'

const AT_ONCE = 100

export interface RecheckOptions {
  readonly sources: readonly GapSourceEntry[]
  readonly mapping: PathMapping
  readonly call: SourceCall
  /** Whether the gap is known already: then it was checked when it was new. */
  readonly isKnown: (gap: FoundGap) => boolean
}

/**
 * Lets known gaps pass, and of the new ones those that both libraries confirm now: what was scanned, moved or deleted while
 * the libraries were listed is no gap.
 */
export async function * recheck(gaps: Iterable<FoundGap>, options: RecheckOptions): AsyncGenerator<readonly FoundGap[]> {
  let [known, fresh]: FoundGap[][] = [[], []]
  for (const gap of gaps) {
    if (options.isKnown(gap)) known?.push(gap)
    else fresh?.push(gap)
    if ((known?.length ?? 0) >= AT_ONCE || fresh?.length === AT_ONCE) {
      yield [...known ?? [], ...await confirmed(fresh ?? [], options)]
      known = []
      fresh = []
    }
  }
  yield [...known ?? [], ...await confirmed(fresh ?? [], options)]
}

async function confirmed(fresh: readonly FoundGap[], options: RecheckOptions): Promise<readonly FoundGap[]> {
  if (fresh.length === 0) return []
  const [plex, stash] = await Promise.all([stateOf('plex', fresh, options), stateOf('stash', fresh, options)])
  return fresh.filter((gap) => {
    const [own, other] = sideOf(gap.kind) === 'plex' ? [plex, stash] : [stash, plex]
    if (!own.stillHas(gap.path)) return false
    if (gap.kind === 'moved') return stash.stillHas(gap.expectedPath ?? '')
    return !counterparts(gap, options.mapping).some((path) => other.holds(path))
  })
}

/** Where the other side could have the file. */
function counterparts(gap: FoundGap, mapping: PathMapping): readonly string[] {
  if (gap.kind === 'missing-in-plex') return mapping.toPlex(gap.path).map(({ path }) => path)
  return gap.expectedPath === undefined ? [] : [gap.expectedPath]
}

interface SideState {
  /** The owners have a file there now; always true when no source can be asked. */
  stillHas(path: string): boolean
  /** The library has a file there now; false when no source can be asked. */
  holds(path: string): boolean
}

async function stateOf(side: 'plex' | 'stash', gaps: readonly FoundGap[], { sources, mapping, call }: RecheckOptions): Promise<SideState> {
  const mine = sources.filter(({ capability }) => capability.side === side)
  const owners = [...new Set(gaps.flatMap(({ sceneIds, ratingKeys }) => (side === 'plex' ? ratingKeys : sceneIds)))]
  const paths = gaps.filter(({ kind }) => kind !== 'moved' && sideOf(kind) !== side).flatMap((gap) => counterparts(gap, mapping))
  const owned = await askEach(mine.filter(({ capability }) => capability.filesOf !== undefined), { items: owners, call }, (source, some, ctx) => source.capability.filesOf?.(some, ctx))
  const there = await askEach(mine.filter(({ capability }) => capability.filesAt !== undefined), { items: paths, call }, (source, some, ctx) => source.capability.filesAt?.(some, ctx))
  const ofOwners = new Set(owned.map(({ path }) => pathKey(path)))
  const atPaths = new Set(there.map(({ path }) => pathKey(path)))
  const canTell = mine.length > 0 && mine.every(({ capability }) => capability.filesOf !== undefined)
  return { stillHas: (path) => !canTell || ofOwners.has(pathKey(path)), holds: (path) => atPaths.has(pathKey(path)) }
}

type Question = (source: GapSourceEntry, some: readonly string[], ctx: Parameters<NonNullable<GapSourceEntry['capability']['filesOf']>>[1]) => unknown

async function askEach(sources: readonly GapSourceEntry[], { items, call }: { readonly items: readonly string[], readonly call: SourceCall }, question: Question): Promise<readonly LibraryFile[]> {
  const found: LibraryFile[] = []
  for (const source of sources) {
    for (let from = 0; from < items.length; from += AT_ONCE) {
      const some = items.slice(from, from + AT_ONCE)
      found.push(...await ask(source, call, (ctx) => question(source, some, ctx), checkLibraryFiles))
    }
  }
  return found
}
