import type { LibraryFile, PlexFile, PlexListing, PlexSection, Plugin } from '../../shared/plugin-api/index.js'

/** Plex's clock may differ from ours by so many seconds. */
const CLOCK_TOLERANCE = 120

/** Lists the files of Plex for the comparison. */
const plexLibrary: Plugin = {
  id: 'plex-library',
  apiVersion: 1,
  register(host) {
    const plex = host.libraries?.plex
    // Without Plex there is nothing to list; the comparison says so by itself.
    if (host.thread === 'worker' && plex === undefined) return
    let listing: Listing = { sections: [], startedAt: 0 }
    host.addGapSource({
      side: 'plex',
      async * list({ signal }) {
        if (plex === undefined) throw new Error('Plex can be listed on the worker thread only')
        listing = { sections: await plex.sections(signal), startedAt: Math.floor(Date.now() / 1000) }
        for (const section of listing.sections) {
          for await (const files of plex.files(section.id, signal)) yield files.map((file) => libraryFile(file, section))
        }
      },
      roots: () => listing.sections.flatMap(({ locations }) => locations),
      filesOf: async (ratingKeys, { signal }) => (await plex?.filesOf(ratingKeys, signal) ?? []).map((file) => libraryFile(file)),
      filesAt: async (_paths, { signal }) => (plex === undefined ? [] : await newcomers(plex, listing, signal)),
    })
  },
}

interface Listing {
  readonly sections: readonly PlexSection[]
  /** Unix seconds. */
  readonly startedAt: number
}

/** Plex cannot look up a path; but the listing was whole, so only what came since can be there besides. */
async function newcomers(plex: PlexListing, { sections, startedAt }: Listing, signal: AbortSignal): Promise<readonly LibraryFile[]> {
  const pages = await Promise.all(sections.map(async (section) => {
    const files = await plex.changedSince(section.id, startedAt - CLOCK_TOLERANCE, signal)
    return files.map((file) => libraryFile(file, section))
  }))
  return pages.flat()
}

function libraryFile({ path, size, duration, ratingKey }: PlexFile, section?: PlexSection): LibraryFile {
  return { path, size, owner: ratingKey, ...duration === undefined ? {} : { duration }, ...section === undefined ? {} : { section: section.title || section.id } }
}

export default plexLibrary
