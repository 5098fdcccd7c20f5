import { AssertionError } from 'node:assert'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FakeWorld } from './fake-world.js'
import { aScene, fullScene } from './samples.js'
import { Trial } from './trial.js'
import { tryEnricher } from './try-enrichers.js'
import { tryFileReader } from './try-file-readers.js'
import { tryGapSource } from './try-gap-sources.js'
import { tryMatcher } from './try-matchers.js'

export interface ConformsOptions {
  /** As the configuration would give them; none when absent. */
  readonly options?: Readonly<Record<string, unknown>>
  /** A world to try the plugin in, besides those of the kit. */
  readonly world?: FakeWorld
}

const files = [
  { scene: 1, path: '/data/Studio/first.mp4', duration: 61.2, oshash: '0123456789abcdef' },
  { scene: 2, path: '/data/Studio/second.mp4', size: 2000 },
  { scene: 2, path: '/data/other/first.mp4', size: 3000 },
]
const stash = [aScene(), fullScene]
const plex = { '/plex/Studio/first.mp4': 1000, '/plex/Studio/second.mp4': 2000, '/more/first.mp4': 'unknown' } as const

const worlds: readonly (readonly [name: string, world: FakeWorld])[] = [
  ['without Plex, an empty Stash', {}],
  ['without Plex, Stash still being read', { files, stash, complete: false }],
  ['with Stash and Plex', { files, stash, plex, pathMappings: [{ name: 'nas', plex: '/plex', stash: '/data', local: '/nowhere' }] }],
  ['on the worker thread', { files, stash, plex, thread: 'worker' }],
]

/**
 * Tries whether a plugin keeps the contract: its shape, its options, everything that it registers, in several worlds and
 * many cases, called as the server calls it. One call is a whole first test, with any test runner:
 *
 * @example
 * test('keeps the contract', () => conforms(plugin))
 *
 * @throws AssertionError that lists everything that is wrong
 */
export async function conforms(plugin: unknown, { options = {}, world }: ConformsOptions = {}): Promise<void> {
  const trial = new Trial(plugin, options)
  let capabilities = 0
  for (const [name, tried] of world === undefined ? worlds : [...worlds, ['in the world of the test', world] as const]) {
    capabilities += await tryIn(trial, tried)
    if (trial.faults.length > 0) return fail(trial, name)
  }
  if (capabilities === 0) trial.says('it registers nothing; call host.addMatcher, host.addEnricher, host.addGapSource or host.addFileReader in register')
  if (trial.faults.length > 0) fail(trial, 'in every world')
}

async function tryIn(trial: Trial, world: FakeWorld): Promise<number> {
  const registration = await trial.register(world)
  if (registration === undefined) return 0
  for (const registered of registration.capabilities) {
    if (registered.kind === 'matcher') await tryMatcher(trial, registered, world)
    else if (registered.kind === 'enricher') await tryEnricher(trial, registered)
    else if (registered.kind === 'fileReader') await tryFileReader(trial, registered)
    else if (world.thread === 'worker') await tryGapSource(trial, registered)
  }
  await trial.close(registration)
  // A promise that nobody waits for has rejected by now, and the runner has seen it.
  await nextTurn()
  return registration.capabilities.length
}

function fail({ id, faults }: Trial, where: string): never {
  throw new AssertionError({ message: [`${id} does not keep the contract (${where}):`, ...faults.map((fault) => `- ${fault}`)].join('\n') })
}
