import { signalWithin } from '../../shared/deadline.js'
import type { CallContext, MatchHints, Place, PluginHost, Scene } from '../../shared/plugin-api/index.js'
import { keptLog } from './kept-log.js'

/** What a capability gets with each call, with a log that nobody reads. */
export function aContext(changes: Partial<CallContext> = {}): CallContext {
  const { signal = new AbortController().signal, log = keptLog([]) } = changes
  return { signal, log, signalWithin: (ms) => signalWithin(ms, signal), ...changes }
}

export interface HintsOptions extends Partial<MatchHints> {
  /** Plex's library folder; `/plex` when absent. */
  readonly root?: string
  /** Works out where Stash and this machine have the file; a fake host's own `paths`, most often. */
  readonly paths?: PluginHost['paths']
}

/** What Plex tells about a file below one of its library folders. */
export function hintsFor(filename: string, { root = '/plex', paths, ...changes }: HintsOptions = {}): MatchHints {
  return { filename, title: filename.replace(/^.*\//, '').replace(/\.[^.]*$/, ''), manual: false, places: [placeAt(`${root}/${filename}`, root, paths)], ...changes }
}

function placeAt(plexPath: string, root: string, paths: PluginHost['paths'] | undefined): Place {
  const stash = paths?.toStash(plexPath)
  const local = paths?.toLocal(plexPath)
  return { plexPath, root, ...stash === undefined ? {} : { stash }, ...local === undefined ? {} : { localPath: local.path } }
}

/** A scene that says nothing but what `changes` say. */
export function aScene(changes: Partial<Scene> = {}): Scene {
  return {
    id: '1', createdAt: '2024-03-01T10:00:00+01:00', updatedAt: '2024-03-02T10:00:00+01:00', title: undefined, code: undefined, details: undefined, director: undefined,
    urls: [], date: undefined, rating100: undefined, organized: false, interactive: false, files: [], cover: undefined, studio: undefined,
    performers: [], tags: [], groups: [], stashIds: [], ...changes,
  }
}

/** A scene with something in every field. */
export const fullScene: Scene = aScene({
  id: '2', title: 'A Title', code: 'AB-12', details: 'First line\nsecond line', director: 'Jane Roe', urls: ['https://www.imdb.com/title/tt0232500/'], date: '2023-05-06',
  rating100: 85, organized: true, interactive: true, cover: { kind: 'scene', id: '2', version: '1709370000' },
  files: [{ id: '7', path: '/data/Studio/first.mp4', size: 1000, duration: 61.2, modTime: '2022-12-31T23:30:00-05:00', width: 1920, height: 1080, fingerprints: [{ type: 'oshash', value: '0123456789abcdef' }] }],
  studio: { id: '3', name: 'Studio', logo: { kind: 'studio', id: '3', version: '5' }, parent: { id: '8', name: 'Network' } },
  performers: [{ id: '1', name: 'Ann', disambiguation: 'the younger', gender: 'FEMALE', favorite: true, photo: { kind: 'performer', id: '1', version: '9' }, tags: [{ id: '4', name: 'Outdoor' }] }],
  tags: [{ id: '4', name: 'Outdoor', image: { kind: 'tag', id: '4', version: '2' }, parents: [{ id: '9', name: 'Places' }], ancestors: [{ id: '9', name: 'Places' }, { id: '8', name: 'World' }] }],
  groups: [{ id: '6', name: 'Film', sceneIndex: 1, front: { kind: 'group', id: '6', version: '8' } }],
  stashIds: [{ endpoint: 'https://stashdb.org/graphql', stashId: '0b8c1c9e-1111-4222-8333-944445555666' }],
})
