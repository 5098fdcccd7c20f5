import { textTools } from '../../shared/text/index.js'
import type { Candidate, Catalog, CatalogFile, CatalogScene, FileFacts, Found, Likeness, Matcher, MatchHints, Place, Plugin, PluginHost } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

export interface FakeFile {
  readonly scene: number
  readonly path: string
  readonly size?: number
}

export interface FakeWorld {
  readonly files?: readonly FakeFile[]
  readonly scenes?: readonly CatalogScene[]
  readonly complete?: boolean
  /** What Plex says of each path, `absent` for others; Plex is not configured when undefined. */
  readonly plex?: Readonly<Record<string, number | 'unknown'>> | undefined
}

const scales: readonly (readonly [Likeness, (text: string) => string])[] = [
  ['exact', (text) => text],
  ['nfc', (text) => text.normalize('NFC')],
  ['folded', (text) => text.normalize('NFC').toLowerCase()],
]
const mostRows = 50

/** The plain slow meaning of the catalog's look-ups. */
export function fakeCatalog({ files = [], scenes = [], complete = true }: FakeWorld): Catalog {
  const rows = files.map(({ scene, path, size = 1000 }): CatalogFile => ({ sceneId: String(scene), sceneCreatedAt: 1, path, size, duration: undefined, oshash: undefined }))
  const find = (fits: (row: CatalogFile, form: (text: string) => string) => boolean, levels = scales): Found => {
    for (const [likeness, form] of levels) {
      const found = rows.filter((row) => fits(row, form))
      if (found.length > 0) return { files: found.slice(0, mostRows), likeness, truncated: found.length > mostRows }
    }
    return { files: [], likeness: undefined, truncated: false }
  }
  const ending = (end: string): Found => find((row, form) => form(row.path).endsWith(`/${form(end)}`))
  return {
    complete,
    byPath: (path, { ignoreCase = true } = {}) => find((row, form) => form(row.path) === form(path), ignoreCase ? scales : scales.slice(0, 2)),
    bySuffix: ending,
    byBasename: ending,
    byHash: () => ({ files: [], likeness: undefined, truncated: false }),
    byTitle: (words) => scenes.filter(({ title }) => words.toLowerCase().split(' ').some((word) => title?.toLowerCase().includes(word))),
    byDate: (date) => scenes.filter((scene) => scene.date === date),
    scene: (id) => scenes.find((scene) => scene.id === id) ?? (rows.some(({ sceneId }) => sceneId === id) ? { id, createdAt: 1, title: undefined, date: undefined, organized: false } : undefined),
    filesOf: (id) => rows.filter(({ sceneId }) => sceneId === id),
  }
}

/** The matchers that a plugin brings into such a world. */
export async function matchersOf<Config>(plugin: Plugin<Config>, world: FakeWorld, config: Config): Promise<readonly Matcher[]> {
  const matchers: Matcher[] = []
  const asked = world.plex
  const factsAt = (path: string): FileFacts => {
    const size = asked?.[path]
    return typeof size === 'number' ? { ratingKey: '1', path, size, duration: undefined } : size ?? 'absent'
  }
  const host = {
    addMatcher: (matcher: Matcher) => { matchers.push(matcher) },
    catalog: fakeCatalog(world),
    stash: { scene: () => Promise.resolve(undefined), sceneByHash: () => Promise.resolve(undefined) },
    plex: asked === undefined ? undefined : { sections: () => [], fileFacts: (path: string) => Promise.resolve(factsAt(path)) },
    text: textTools,
    log: keepingLog(),
    thread: 'main',
  }
  await plugin.register(host as unknown as PluginHost, config)
  return matchers
}

/** What all of these matchers say, best first. */
export async function ask(matchers: readonly Matcher[], hints: MatchHints): Promise<readonly Candidate[]> {
  const ctx = { signal: new AbortController().signal, log: keepingLog() }
  const answers = await Promise.all(matchers.map(async (matcher) => (matcher.accepts?.(hints) === false ? [] : await matcher.match(hints, ctx))))
  return answers.flat().sort((a, b) => b.score - a.score)
}

/** The scene that is certain, `?` when undecided, or nothing. */
export function certain(candidates: readonly Candidate[]): string | undefined {
  const ids = new Set(candidates.filter(({ score }) => score === 100).map(({ sceneId }) => sceneId))
  if (ids.size === 1) return [...ids][0]
  return candidates.some(({ undecided }) => undecided === true) ? '?' : undefined
}

/** A place below a library folder; `stash` is where a rule says that it is. */
export function place(root: string, rest: string, stash?: string, more: { readonly rule?: string, readonly ignoreCase?: boolean } = {}): Place {
  const plexPath = `${root}/${rest}`
  return { plexPath, root, ...(stash === undefined ? {} : { stash: { path: stash, rule: more.rule ?? 'nas', ignoreCase: more.ignoreCase ?? false } }) }
}
