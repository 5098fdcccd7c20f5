import type { CatalogFile, LibraryFile, Plugin } from '../../shared/plugin-api/index.js'

/** Lists the files of Stash for the comparison. */
const stashLibrary: Plugin = {
  id: 'stash-library',
  apiVersion: 1,
  register(host) {
    const stash = host.libraries?.stash
    host.addGapSource({
      side: 'stash',
      async * list({ signal }) {
        if (stash === undefined) throw new Error('Stash can be listed on the worker thread only')
        for await (const files of stash.files(signal)) yield files.map(libraryFile)
      },
      filesOf: async (sceneIds, { signal }) => (await stash?.filesOf(sceneIds, signal) ?? []).map(libraryFile),
      filesAt: async (paths, { signal }) => (await stash?.filesAt(paths, signal) ?? []).map(libraryFile),
    })
  },
}

function libraryFile({ path, size, duration, oshash, sceneId }: CatalogFile): LibraryFile {
  return { path, size, owner: sceneId, ...duration === undefined ? {} : { duration }, ...oshash === undefined ? {} : { oshash } }
}

export default stashLibrary
