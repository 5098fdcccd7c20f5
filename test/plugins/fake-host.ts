import { fakeHost } from '../../core/testing/fake-host.js'
import type { FakeWorld } from '../../core/testing/fake-world.js'
import { aContext } from '../../core/testing/samples.js'
import type { Candidate, Matcher, MatchHints, Place, Plugin } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

export type { FakeFile, FakeWorld } from '../../core/testing/fake-world.js'

/** The matchers that a plugin brings into such a world. */
export async function matchersOf<Config>(plugin: Plugin<Config>, world: FakeWorld, config: Config): Promise<readonly Matcher[]> {
  const host = fakeHost(world)
  await plugin.register(host, config)
  return host.matchers
}

/** What all of these matchers say, best first. */
export async function ask(matchers: readonly Matcher[], hints: MatchHints): Promise<readonly Candidate[]> {
  const ctx = aContext({ log: keepingLog() })
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
export function place(root: string, rest: string, stash?: string, more: { readonly rule?: string, readonly ignoreCase?: boolean, readonly found?: true } = {}): Place {
  const plexPath = `${root}/${rest}`
  return { plexPath, root, ...(stash === undefined ? {} : { stash: { path: stash, rule: more.rule ?? 'nas', ignoreCase: more.ignoreCase ?? false, ...(more.found === undefined ? {} : { found: more.found }) } }) }
}
