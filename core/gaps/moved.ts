/** What tells whether two files are the same video. */
export interface Measures {
  /** Bytes. */
  readonly size: number
  /** Milliseconds. */
  readonly duration: number | undefined
  /** 16 hex digits. */
  readonly oshash: string | undefined
}

/** Sizes and durations of all files of a library, those in place included. */
export interface AllMeasures {
  readonly length: number
  size(index: number): number
  duration(index: number): number | undefined
}

/** Plex rounds, and counts by another clock than Stash. */
const DURATION_TOLERANCE = 1000
/** Beyond this many differences something else is wrong, such as a rule; then nothing is paired. */
export const MOST_PAIRABLE = 250_000
/** Pairs of one size that are looked at; beyond this a size says nothing. */
const MOST_OF_ONE_SIZE = 1_000_000

/** The files that one side alone has. */
export interface Alone {
  readonly length: number
  measures(index: number): Measures
}

interface Only {
  readonly plex: Alone
  readonly stash: Alone
}

interface Bucket {
  readonly plex: number[]
  readonly stash: number[]
  readonly allPlex: number[]
  readonly allStash: number[]
}

/**
 * Pairs files that only Plex has with files that only Stash has, by size and duration, or by oshash where both sides tell
 * it. Only what is exactly one to one: a size and duration that occurs a second time on either side, in place or not,
 * proves nothing.
 * @returns index in `stash` by index in `plex`
 */
export function pairMoved(only: Only, all: { plex: AllMeasures, stash: AllMeasures }): Map<number, number> {
  if (tooManyToPair(only)) return new Map()
  const pairs = new Map<number, number>()
  for (const bucket of bucketsOf(only, all).values()) {
    for (const [mine, theirs] of pairsIn(bucket, only)) pairs.set(mine, theirs)
  }
  return pairs
}

export function tooManyToPair({ plex, stash }: { readonly [Side in keyof Only]: Pick<Alone, 'length'> }): boolean {
  return plex.length > MOST_PAIRABLE || stash.length > MOST_PAIRABLE
}

/** By size, only those sizes that occur on both sides; a size of 0 is unknown. */
function bucketsOf({ plex, stash }: Only, all: { plex: AllMeasures, stash: AllMeasures }): Map<number, Bucket> {
  const [plexSizes, stashSizes] = [sizesOf(plex), sizesOf(stash)]
  const known = new Set(stashSizes)
  const buckets = new Map<number, Bucket>()
  for (const size of plexSizes) {
    if (size > 0 && known.has(size)) buckets.set(size, { plex: [], stash: [], allPlex: [], allStash: [] })
  }
  plexSizes.forEach((size, index) => buckets.get(size)?.plex.push(index))
  stashSizes.forEach((size, index) => buckets.get(size)?.stash.push(index))
  for (let index = 0; index < all.plex.length; index++) buckets.get(all.plex.size(index))?.allPlex.push(all.plex.duration(index) ?? NaN)
  for (let index = 0; index < all.stash.length; index++) buckets.get(all.stash.size(index))?.allStash.push(all.stash.duration(index) ?? NaN)
  return buckets
}

function sizesOf(alone: Alone): Float64Array {
  return Float64Array.from({ length: alone.length }, (_, index) => alone.measures(index).size)
}

/** A file that one side alone has, by its index there. */
interface Measured extends Measures {
  readonly index: number
}

interface Opposite {
  readonly plex: readonly Measured[]
  readonly stash: readonly Measured[]
}

type Pair = readonly [plex: Measured, stash: Measured]

/** Equal hashes are proof by themselves; sizes and durations only where no other file of the two libraries has them. */
function pairsIn(bucket: Bucket, only: Only): readonly (readonly [plex: number, stash: number])[] {
  if (bucket.plex.length * bucket.stash.length > MOST_OF_ONE_SIZE) return []
  const { plex, stash } = { plex: measured(bucket.plex, only.plex), stash: measured(bucket.stash, only.stash) }
  const byHash = oneToOne({ plex, stash }, (a, b) => a.oshash !== undefined && a.oshash === b.oshash)
  const paired = new Set<Measures>(byHash.flat())
  const byDuration = oneToOne({ plex: plex.filter((one) => !paired.has(one)), stash: stash.filter((one) => !paired.has(one)) }, alike)
  return [...byHash, ...byDuration.filter(([mine, theirs]) => isOnlyOne(mine, theirs, bucket))].map(([mine, theirs]) => [mine.index, theirs.index])
}

function measured(indexes: readonly number[], side: Alone): readonly Measured[] {
  return indexes.map((index) => ({ index, ...side.measures(index) }))
}

function oneToOne({ plex, stash }: Opposite, isPair: (plex: Measures, stash: Measures) => boolean): readonly Pair[] {
  return plex.flatMap((mine): Pair[] => {
    const [twin, ...twins] = stash.filter((theirs) => isPair(mine, theirs))
    if (twin === undefined || twins.length > 0) return []
    const back = plex.filter((other) => isPair(other, twin))
    return back.length === 1 ? [[mine, twin]] : []
  })
}

/** Different hashes forbid what the durations say. */
function alike(a: Measures, b: Measures): boolean {
  if (a.oshash !== undefined && b.oshash !== undefined) return a.oshash === b.oshash
  return a.duration !== undefined && b.duration !== undefined && near(a.duration, b.duration)
}

/** Whether no other file of the two libraries has the size and duration. */
function isOnlyOne(a: Measures, b: Measures, bucket: Bucket): boolean {
  const possible = (duration: number) => Number.isNaN(duration) || near(duration, a.duration ?? NaN) || near(duration, b.duration ?? NaN)
  return bucket.allPlex.filter(possible).length === 1 && bucket.allStash.filter(possible).length === 1
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= DURATION_TOLERANCE
}
