import { folderRule } from '../../shared/path-mapping/folder-rule.js'
import { RuleMapping } from '../../shared/path-mapping/rule-mapping.js'
import { samePathRule } from '../../shared/path-mapping/same-path-rule.js'
import type { Enricher, FileReader, GapSource, LocalFiles, Matcher, PluginHost } from '../../shared/plugin-api/index.js'
import { textTools } from '../../shared/text/index.js'
import { fakeCatalog } from './fake-catalog.js'
import { fakeLibraries, fakePlex } from './fake-libraries.js'
import type { FakeWorld } from './fake-world.js'
import { keptLog, type LogLine } from './kept-log.js'

/** A host without a server. It keeps what a plugin brings, so that a test can ask it. */
export interface FakeHost extends PluginHost {
  readonly matchers: readonly Matcher[]
  readonly enrichers: readonly Enricher[]
  readonly gapSources: readonly GapSource[]
  readonly fileReaders: readonly FileReader[]
  /** What the plugin logged. */
  readonly lines: readonly LogLine[]
  /** Runs what the plugin gave to `onClose`, the last first. */
  close(): Promise<void>
}

type Parts = Omit<PluginHost, 'addMatcher' | 'addEnricher' | 'addGapSource' | 'addFileReader' | 'onClose'>

/** All that a plugin gets, over such a world. */
export function fakeParts(world: FakeWorld = {}, lines: LogLine[] = []): Parts {
  const { stash = [] } = world
  return {
    thread: world.thread ?? 'main',
    catalog: fakeCatalog(world),
    stash: {
      scene: (id) => Promise.resolve(stash.find((scene) => scene.id === id)),
      sceneByHash: (oshash) => Promise.resolve(stash.find(({ files }) => files.some(({ fingerprints }) => fingerprints.some(({ type, value }) => type === 'oshash' && value === oshash)))),
    },
    plex: fakePlex(world),
    libraries: fakeLibraries(world),
    paths: fakeMapping(world),
    localFiles: fakeLocalFiles(world),
    text: textTools,
    log: keptLog(lines),
  }
}

/** @throws Error when a path mapping rule of the world is not right */
export function fakeHost(world: FakeWorld = {}): FakeHost {
  const [matchers, enrichers, gapSources, fileReaders, lines]: [Matcher[], Enricher[], GapSource[], FileReader[], LogLine[]] = [[], [], [], [], []]
  const closers: (() => void | Promise<void>)[] = []
  return {
    ...fakeParts(world, lines),
    matchers, enrichers, gapSources, fileReaders, lines,
    addMatcher: (matcher) => { matchers.push(matcher) },
    addEnricher: (enricher) => { enrichers.push(enricher) },
    addGapSource: (source) => { gapSources.push(source) },
    addFileReader: (reader) => { fileReaders.push(reader) },
    onClose: (close) => { closers.push(close) },
    async close() {
      for (const close of closers.splice(0).toReversed()) await close()
    },
  }
}

function fakeLocalFiles({ local }: FakeWorld): LocalFiles {
  return { readable: local !== undefined, fingerprint: (path) => Promise.resolve(local === undefined ? 'unknown' : local[path] ?? 'absent') }
}

function fakeMapping({ pathMappings }: FakeWorld): RuleMapping {
  if (pathMappings === undefined) return new RuleMapping([samePathRule])
  return new RuleMapping(pathMappings.map((options) => {
    const { rule, faults } = folderRule(options)
    if (rule === undefined) throw new Error(faults.join('; '))
    return rule
  }))
}
