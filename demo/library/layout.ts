import type { SampleSection } from './sample-library.js'

/** A folder that both sides hold, under the names that each of them knows. */
export interface SampleRoot {
  readonly plex: string
  readonly stash: string
}

/** How the folders of Plex and Stash correspond, and what lies in them. */
export interface Layout {
  /** What is special about it, in a few words. */
  readonly about: string
  readonly roots: {
    readonly media: SampleRoot
    readonly archive: SampleRoot
    /** By year and studio here, by studio and year there. */
    readonly years: SampleRoot
    /** Where upper and lower case differ. */
    readonly mixed: SampleRoot
    /** No rule covers this one. */
    readonly loose: SampleRoot
  }
  readonly sections: readonly SampleSection[]
  /** Stash's library folders, as in its settings. */
  readonly stashRoots: readonly string[]
  /** Empty where the admin has written none. */
  readonly pathMappings: readonly object[]
  /** The category of which most files are. */
  readonly filler: string
  /** The other categories; all when absent. */
  readonly categories?: readonly string[]
  /** Names must be such that Windows allows them. */
  readonly windows?: true
}

const pair = (plex: string, stash: string): SampleRoot => ({ plex, stash })
const section = (...locations: readonly string[]): SampleSection => ({ id: '1', title: 'Scenes', locations })

/** What can lie anywhere. */
const anywhere = ['mapped', 'nfd-name', 'nasty-name', 'same-base-name', 'many-files-scene', 'moved-in-plex', 'normal-form-twins', 'like-trap', 'same-video-two-scenes',
  'stranger-generic', 'stranger-telling', 'case-stranger', 'like-trap-absent', 'not-in-stash', 'stash-only', 'no-files']
const ordinary = pair('/plex/media', '/data/media')
const below = (root: SampleRoot, plex: string, stash = plex): SampleRoot => pair(`${root.plex}/${plex}`, `${root.stash}/${stash}`)
/** One root that holds all the others. */
const within = (root: SampleRoot): Layout['roots'] => ({ media: root, archive: below(root, 'archive'), years: below(root, 'years'), mixed: below(root, 'mixed', 'Mixed'), loose: root })
const rule = (name: string, root: SampleRoot, more: object = {}): object => ({ name, ...root, ...more })

const mixedRoots = {
  media: ordinary, archive: pair('/plex/archive', '/data/archive'), years: pair('/plex/extra/years', '/data/by-studio'),
  mixed: pair('/plex/extra/mixed', '/data/Mixed'), loose: pair('/plex/extra/loose', '/data/unsorted'),
}
const byYear = {
  name: 'by-year',
  plex: { match: '^/plex/extra/years/(\\d{4})/([^/]+)/(.*)$', to: '/data/by-studio/$2/$1/$3' },
  stash: { match: '^/data/by-studio/([^/]+)/(\\d{4})/(.*)$', to: '/plex/extra/years/$2/$1/$3' },
  samples: ['/plex/extra/years/2024/Harbour Films/a.mp4'],
}

const windowsStash = { media: pair('/plex/media', 'D:\\Videos'), archive: pair('/plex/archive', '\\\\nas\\archive') }
const windowsPlex = { media: pair('O:\\Media', '/data/media'), archive: pair('\\\\tower\\archive', '/data/archive') }
const noRules = { media: pair('/media/videos', '/media/videos'), archive: pair('/plex/archive', '/data/archive'), loose: pair('/plex/loose', '/data/unsorted') }

function onWindows({ media, archive }: Pick<Layout['roots'], 'media' | 'archive'>, about: string): Layout {
  return {
    about, roots: { ...within(media), archive }, sections: [section(media.plex, archive.plex)], stashRoots: [media.stash, archive.stash], windows: true,
    pathMappings: [rule('media', media, { ignoreCase: true }), rule('archive', archive, { ignoreCase: true })], filler: 'mapped', categories: [...anywhere, 'case-differs'],
  }
}

/** Every way in which libraries were found to lie; `mixed` has most of them at once. */
export const layouts = {
  mixed: {
    about: 'several roots and kinds of rules at once', roots: mixedRoots, stashRoots: Object.values(mixedRoots).map(({ stash }) => stash),
    sections: [section('/plex/media', '/plex/archive'), { id: '2', title: 'More scenes', locations: ['/plex/extra'] }],
    pathMappings: [rule('media', mixedRoots.media), rule('archive', mixedRoots.archive), rule('mixed', mixedRoots.mixed, { ignoreCase: true }), byYear], filler: 'mapped',
  },
  prefix: {
    about: 'one folder under two names', roots: within(ordinary), sections: [section(ordinary.plex)], stashRoots: [ordinary.stash],
    pathMappings: [rule('media', ordinary)], filler: 'mapped', categories: [...anywhere, 'case-twins'],
  },
  'windows-stash': onWindows(windowsStash, 'Stash on Windows, with a drive and a network share'),
  'windows-plex': onWindows(windowsPlex, 'Plex on Windows, with a drive and a network share'),
  'two-roots': {
    about: 'one Plex library of two folders', roots: { ...within(ordinary), archive: mixedRoots.archive }, sections: [section(ordinary.plex, mixedRoots.archive.plex)],
    stashRoots: [ordinary.stash, mixedRoots.archive.stash], pathMappings: [rule('media', ordinary), rule('archive', mixedRoots.archive)], filler: 'mapped',
    categories: [...anywhere, 'case-twins', 'two-roots-only-one-exists', 'two-roots-both-in-stash', 'two-roots-one-in-stash'],
  },
  case: {
    about: 'upper and lower case differ', roots: { ...within(ordinary), mixed: ordinary }, sections: [section(ordinary.plex)], stashRoots: [ordinary.stash],
    pathMappings: [rule('media', ordinary, { ignoreCase: true })], filler: 'case-differs', categories: [...anywhere, 'case-twins'],
  },
  rearranged: {
    about: 'other folders on each side, some by a rule', roots: mixedRoots, sections: [section('/plex/media', '/plex/extra')],
    stashRoots: [ordinary.stash, mixedRoots.years.stash, mixedRoots.loose.stash], pathMappings: [rule('media', ordinary), byYear], filler: 'mapped-by-year',
    categories: [...anywhere.filter((name) => name !== 'many-files-scene' && name !== 'same-video-two-scenes'), 'unmapped-witnessed', 'unmapped-size-only', 'stranger-same-folder', 'case-twins'],
  },
  'no-rules': {
    about: 'nobody has written a rule', roots: { ...within(noRules.media), ...noRules }, sections: [section(noRules.media.plex), { id: '2', title: 'More scenes', locations: [noRules.archive.plex, noRules.loose.plex] }],
    stashRoots: Object.values(noRules).map(({ stash }) => stash), pathMappings: [], filler: 'unmapped-witnessed',
    categories: [...anywhere, 'unmapped-size-only', 'stranger-same-folder', 'case-twins'],
  },
} satisfies Readonly<Record<string, Layout>>

export type LayoutName = keyof typeof layouts

export const layoutNames = Object.keys(layouts) as readonly LayoutName[]
