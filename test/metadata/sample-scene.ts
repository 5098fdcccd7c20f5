import type { Scene } from '../../shared/domain/scene.js'
import type { Logger } from '../../shared/plugin-api/call-context.js'

/** A scene with everything that Stash can say, changed as a test needs it. */
export function sampleScene(changes: Partial<Scene> = {}): Scene {
  return {
    id: '12',
    createdAt: '2024-03-01T10:00:00+01:00',
    updatedAt: '2024-03-02T10:00:00+01:00',
    title: 'A Title',
    code: undefined,
    details: 'First line\nsecond line',
    director: 'Jane Roe',
    urls: [],
    date: '2023-05-06',
    rating100: 85,
    organized: true,
    interactive: false,
    files: [{
      id: '7', path: '/data/Studio/A File.name.mp4', size: 1_000, duration: 61.2345, modTime: '2022-12-31T23:30:00-05:00',
      width: 1920, height: 1080, fingerprints: [],
    }],
    cover: { kind: 'scene', id: '12', version: '1709370000' },
    studio: { id: '3', name: 'Studio', logo: { kind: 'studio', id: '3', version: '5' }, parent: undefined },
    performers: [
      { id: '1', name: 'Ann', disambiguation: undefined, gender: 'FEMALE', favorite: false, photo: { kind: 'performer', id: '1', version: '9' }, tags: [] },
      { id: '2', name: 'Bob', disambiguation: undefined, gender: undefined, favorite: false, photo: undefined, tags: [] },
    ],
    tags: [{ id: '4', name: 'Outdoor', image: undefined, parents: [], ancestors: [] }],
    groups: [{ id: '6', name: 'Film', sceneIndex: 1, front: { kind: 'group', id: '6', version: '8' } }],
    stashIds: [{ endpoint: 'https://stashdb.org/graphql', stashId: '0b8c1c9e-1111-4222-8333-944445555666' }],
    ...changes,
  }
}

export interface LogLine {
  readonly level: keyof Logger
  readonly fields: object
  readonly message: string
}

/** A log that only remembers. */
export function memoryLog(): { readonly log: Logger, readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: keyof Logger) => (first: object | string, message?: string) => {
    lines.push(typeof first === 'string' ? { level, fields: {}, message: first } : { level, fields: first, message: message ?? '' })
  }
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines }
}
