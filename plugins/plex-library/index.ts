import type { LibraryFile, PlexFile, PlexListing, PlexSection, Plugin } from '../../shared/plugin-api/index.js'

/** Lists the files of Plex for the comparison. */
const plexLibrary: Plugin = {
  id: 'plex-library',
  apiVersion: 1,
  register(host) {
    const plex = host.libraries?.plex
    // Without Plex there is nothing to list; the comparison says so by itself.
    if (host.thread === 'worker' && plex === undefined) return
    let sections: readonly PlexSection[] = []
    host.addGapSource({
      side: 'plex',
      async * list({ signal }) {
        if (plex === undefined) throw new Error('Plex can be listed on the worker thread only')
        sections = await plex.sections(signal)
        for (const section of sections) {
          for await (const files of plex.files(section.id, signal)) yield files.map((file) => libraryFile(file, section))
        }
      },
      roots: () => sections.flatMap(({ locations }) => locations),
      filesOf: async (ratingKeys, { signal }) => (await plex?.filesOf(ratingKeys, signal) ?? []).map((file) => libraryFile(file)),
      filesAt: async (_paths, { signal }) => (plex === undefined ? [] : await newcomers(plex, sections, signal)),
    })
  },
}

/** Plex cannot look up a path; but the listing was whole, so only what came since can be there besides. */
async function newcomers(plex: PlexListing, sections: readonly PlexSection[], signal: AbortSignal): Promise<readonly LibraryFile[]> {
  const pages = await Promise.all(sections.map(async (section) => {
    const files = await plex.newcomers(section.id, signal)
    return files.map((file) => libraryFile(file, section))
  }))
  return pages.flat()
}

function libraryFile({ path, size, duration, ratingKey }: PlexFile, section?: PlexSection): LibraryFile {
  return { path, size, owner: ratingKey, ...duration === undefined ? {} : { duration }, ...section === undefined ? {} : { section: section.title || section.id } }
}

export default plexLibrary
