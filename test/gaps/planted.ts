import type { LibraryFile } from '../../shared/plugin-api/index.js'

/** Two libraries with what is wrong between them known beforehand. */
export interface Planted {
  readonly plex: readonly LibraryFile[]
  readonly stash: readonly LibraryFile[]
  /** Lines of kind and path, sorted. */
  readonly gaps: readonly string[]
  readonly counts: { readonly ignored: number, readonly unmapped: number, readonly outOfScope: number }
}

export const plantedRules = [{ name: 'nas', plex: '/plex/media', stash: '/data/media' }]
export const plantedRoots = ['/plex/media/in']
export const plantedIgnore = ['**/.trash/**']

/** What is done with the nth pair of files, by its last two digits; all others are in order. */
const cases: Readonly<Record<number, (pair: Pair) => void>> = {
  1: ({ plex, mine, gap }) => { plex.push(mine); gap('missing-in-stash', mine.path) },
  2: ({ stash, theirs, gap }) => { stash.push(theirs); gap('missing-in-plex', theirs.path) },
  3: ({ plex, stash, mine, theirs, gap }) => { plex.push(mine); stash.push({ ...theirs, path: theirs.path.replace('/in/', '/in/moved/') }); gap('moved', mine.path) },
  // The pair has the size and duration of one more file that is in place: two gaps, whatever they look like.
  4: ({ plex, stash, mine, theirs, gap }) => {
    const moved = theirs.path.replace('/in/', '/in/collided/')
    plex.push(mine, { ...mine, path: mine.path.replace('/in/', '/in/twin/'), owner: `${mine.owner}9` })
    stash.push({ ...theirs, path: moved }, { ...theirs, path: theirs.path.replace('/in/', '/in/twin/'), owner: `${theirs.owner}9` })
    gap('missing-in-stash', mine.path)
    gap('missing-in-plex', moved)
  },
  5: ({ plex, stash, mine, theirs }) => { plex.push(mine); stash.push({ ...theirs, path: `${theirs.path}.4k.mkv`, size: 1 }, theirs) },
  6: ({ plex, stash, mine, theirs }) => { plex.push({ ...mine, path: `${mine.path}.cd1`, size: 1 }, mine); stash.push(theirs) },
  7: ({ plex, mine, count }) => { plex.push({ ...mine, path: mine.path.replace('/in/', '/in/.trash/') }); count('ignored') },
  8: ({ plex, mine, count }) => { plex.push({ ...mine, path: mine.path.replace('/plex/media', '/mnt/new') }); count('unmapped') },
  9: ({ plex, stash, mine, theirs }) => { plex.push({ ...mine, path: `${mine.path} cafe\u0301` }); stash.push({ ...theirs, path: `${theirs.path} caf\u00e9` }) },
  10: ({ stash, theirs, count }) => { stash.push({ ...theirs, path: theirs.path.replace('/in/', '/out/') }); count('outOfScope') },
}

interface Pair {
  readonly plex: LibraryFile[]
  readonly stash: LibraryFile[]
  readonly mine: LibraryFile
  readonly theirs: LibraryFile
  readonly gap: (kind: string, path: string) => void
  readonly count: (what: keyof Planted['counts']) => void
}

/** About so many files a side. The sizes of pairs differ, but for the planted collisions. */
export function plant(files: number): Planted {
  const plex: LibraryFile[] = []
  const stash: LibraryFile[] = []
  const gaps: string[] = []
  const counts = { ignored: 0, unmapped: 0, outOfScope: 0 }
  for (let nth = 0; nth < files; nth++) {
    const tail = `in/studio ${nth % 211}/Some telling name of a scene, part ${nth} [1080p].mp4`
    const video = { size: 10_000_000 + nth * 7, duration: 600 + (nth % 1000) / 4 }
    const mine = { ...video, path: `/plex/media/${tail}`, owner: String(nth + 1), section: 'Films' }
    const theirs = { ...video, path: `/data/media/${tail}`, owner: String(nth + 1) }
    const act = cases[nth % 100]
    if (act === undefined) {
      plex.push(mine)
      stash.push(theirs)
    } else act({ plex, stash, mine, theirs, gap: (kind, path) => { gaps.push(`${kind} ${path}`) }, count: (what) => { counts[what]++ } })
  }
  // Neither side lists in the order of the other.
  stash.sort((a, b) => (Number(a.owner) * 7919) % 10_007 - (Number(b.owner) * 7919) % 10_007 || Number(a.owner) - Number(b.owner))
  return { plex, stash, gaps: gaps.sort(), counts }
}

export async function * inPages(files: readonly LibraryFile[], size = 1000): AsyncGenerator<readonly LibraryFile[]> {
  for (let from = 0; from < files.length; from += size) yield files.slice(from, from + size)
}
