import type { Test } from 'tap'
import filename from '../../../plugins/filename/index.js'
import ownGuid from '../../../plugins/own-guid/index.js'
import pathMapping from '../../../plugins/path-mapping/index.js'
import sceneId from '../../../plugins/scene-id/index.js'
import titleDate from '../../../plugins/title-date/index.js'
import type { IndexedScene } from '../../../core/catalog/stash-index.js'
import { MatchPipeline } from '../../../core/match/pipeline.js'
import { CallRecord } from '../../../core/plugin-system/call-record.js'
import type { Registered } from '../../../core/plugin-system/registered.js'
import type { Matcher, MatchHints, PlexServer, Plugin, PluginHost } from '../../../shared/plugin-api/index.js'
import { compilePathMapping } from '../../../shared/path-mapping/index.js'
import { textTools } from '../../../shared/text/index.js'
import { placesOf } from '../../../core/plex/places.js'
import { openCatalog } from '../../catalog/support/sample.js'
import { keepingLog } from '../../plugin-system/silent-log.js'

export interface SmallWorld {
  readonly scenes: readonly IndexedScene[]
  /** Sizes that Plex tells, by path; Plex cannot be asked when absent. */
  readonly plex?: Readonly<Record<string, number>>
  readonly rules?: Parameters<typeof compilePathMapping>[0]
  readonly roots: readonly string[]
}

export interface Told {
  /** The scene of the automatic answer. */
  readonly automatic: string | undefined
  /** The scenes that Fix Match shows, best first. */
  readonly choices: readonly string[]
  readonly why: string
}

/** The bundled matchers over a real catalog, asked as Plex asks: once by itself, once for Fix Match. */
export async function askingOf(t: Test, world: SmallWorld): Promise<(hints: Pick<MatchHints, 'filename' | 'title' | 'year'>) => Promise<Told>> {
  const { reader, writer } = openCatalog(t, world.scenes)
  writer.finish(1)
  const { mapping } = await compilePathMapping(world.rules)
  const { plex } = world
  const host = {
    catalog: reader, text: textTools, paths: mapping, log: keepingLog(), thread: 'main',
    stash: { scene: () => Promise.resolve(undefined), sceneByHash: () => Promise.resolve(undefined) },
    localFiles: { readable: false, fingerprint: () => Promise.resolve('unknown') },
    plex: plex === undefined ? undefined : plexOf(plex),
  }
  const matchers = [ownGuid, pathMapping, sceneId, filename, titleDate].flatMap((plugin) => registered(plugin, host))
  const pipeline = new MatchPipeline({
    matchers: matchers.sort((a, b) => a.order - b.order), catalog: reader, catchUp: () => Promise.resolve('caught-up'), log: keepingLog(),
  })
  return async (hints) => {
    const places = placesOf(hints.filename, { roots: world.roots.map((path) => ({ path })), form: 'relative', mapping })
    const asked = await pipeline.run({ ...hints, places, manual: false }, { requestId: 'a' })
    const shown = await pipeline.run({ ...hints, places, manual: true }, { requestId: 'm' })
    return {
      automatic: asked.kind === 'matched' ? asked.candidate.sceneId : undefined,
      choices: shown.kind === 'choices' ? shown.candidates.map(({ sceneId: id }) => id) : [],
      why: `${asked.why}; ${shown.kind === 'choices' ? shown.candidates.map(({ sceneId: id, score, reason }) => `${id}:${score} ${reason}`).join(' | ') : shown.why}`,
    }
  }
}

function registered(plugin: Plugin, parts: object): Registered<'matcher'>[] {
  const matchers: Registered<'matcher'>[] = []
  const host = { ...parts, addMatcher: (matcher: Matcher) => void matchers.push({ kind: 'matcher', plugin: plugin.id, name: matcher.name ?? plugin.id, order: matcher.order ?? 50, capability: matcher, calls: new CallRecord() }) }
  void plugin.register(host as unknown as PluginHost, { automatic: 'witnessed' })
  return matchers
}

function plexOf(sizes: Readonly<Record<string, number>>): PlexServer {
  return {
    sections: () => [],
    fileFacts: (path) => {
      const size = sizes[path]
      return Promise.resolve(size === undefined ? 'absent' : { ratingKey: '1', path, size, duration: undefined })
    },
  }
}
