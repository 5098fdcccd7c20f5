import type { SampleSection } from './sample-library.js'

/** A folder that both sides hold, under the names that each of them knows. */
export interface SampleRoot {
  readonly plex: string
  readonly stash: string
}

export const sections: readonly SampleSection[] = [
  { id: '1', title: 'Scenes', locations: ['/plex/media', '/plex/archive'] },
  { id: '2', title: 'More scenes', locations: ['/plex/extra'] },
]

/** Stash's library folders, as in its settings. */
export const stashRoots: readonly string[] = ['/data/media', '/data/archive', '/data/by-studio', '/data/Mixed', '/data/unsorted']

export const media: SampleRoot = { plex: '/plex/media', stash: '/data/media' }
export const archive: SampleRoot = { plex: '/plex/archive', stash: '/data/archive' }
export const years: SampleRoot = { plex: '/plex/extra/years', stash: '/data/by-studio' }
export const mixed: SampleRoot = { plex: '/plex/extra/mixed', stash: '/data/Mixed' }
/** No rule covers this one. */
export const loose: SampleRoot = { plex: '/plex/extra/loose', stash: '/data/unsorted' }

export const pathMappings: readonly object[] = [
  { name: 'media', plex: media.plex, stash: media.stash },
  { name: 'archive', plex: archive.plex, stash: archive.stash },
  { name: 'mixed', plex: mixed.plex, stash: mixed.stash, ignoreCase: true },
  {
    name: 'by-year',
    plex: { match: '^/plex/extra/years/(\\d{4})/([^/]+)/(.*)$', to: '/data/by-studio/$2/$1/$3' },
    stash: { match: '^/data/by-studio/([^/]+)/(\\d{4})/(.*)$', to: '/plex/extra/years/$2/$1/$3' },
    samples: ['/plex/extra/years/2024/Harbour Films/a.mp4'],
  },
]
