import type { CatalogFile, FileFacts, Libraries, PlexFile, PlexListing, PlexSection, PlexServer, StashListing } from '../../shared/plugin-api/index.js'
import { catalogFiles } from './fake-catalog.js'
import type { FakeWorld } from './fake-world.js'

const section: PlexSection = { id: '1', title: 'Videos', type: 'movie', agent: 'tv.plex.agents.custom.stash2plex', locations: ['/'] }

/** Every path with a size is one item of one section. */
function plexFiles({ plex = {} }: FakeWorld): readonly PlexFile[] {
  return Object.entries(plex).flatMap(([path, size], at) => (size === 'unknown' ? [] : [{ ratingKey: String(at + 1), path, size, duration: undefined }]))
}

export function fakePlex(world: FakeWorld): PlexServer | undefined {
  if (world.plex === undefined) return undefined
  const files = plexFiles(world)
  const factsAt = (path: string): FileFacts => (world.plex?.[path] === 'unknown' ? 'unknown' : files.find((file) => file.path === path) ?? 'absent')
  return { sections: () => [section], fileFacts: (path) => Promise.resolve(factsAt(path)) }
}

export function fakeLibraries(world: FakeWorld): Libraries | undefined {
  if (world.thread !== 'worker') return undefined
  return { plex: world.plex === undefined ? undefined : plexListing(plexFiles(world)), stash: stashListing(catalogFiles(world)) }
}

function plexListing(files: readonly PlexFile[]): PlexListing {
  return {
    sections: () => Promise.resolve([section]),
    files: (_id, signal) => pages(files, ({ ratingKey }) => ratingKey, signal),
    filesOf: (keys) => Promise.resolve(files.filter(({ ratingKey }) => keys.includes(ratingKey))),
    newcomers: () => Promise.resolve([]),
  }
}

function stashListing(files: readonly CatalogFile[]): StashListing {
  return {
    files: (signal) => pages(files, ({ sceneId }) => sceneId, signal),
    filesOf: (ids) => Promise.resolve(files.filter(({ sceneId }) => ids.includes(sceneId))),
    filesAt: (paths) => Promise.resolve(files.filter(({ path }) => paths.includes(path))),
  }
}

/** A page an owner. */
async function * pages<File>(files: readonly File[], ownerOf: (file: File) => string, signal: AbortSignal | undefined): AsyncGenerator<readonly File[]> {
  for (const owner of new Set(files.map(ownerOf))) {
    signal?.throwIfAborted()
    yield await Promise.resolve(files.filter((file) => ownerOf(file) === owner))
  }
}
