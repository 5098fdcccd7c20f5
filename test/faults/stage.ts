import { pbkdf2Sync } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { worldOf } from '../end-to-end/harness.js'
import type { Reply, World, WorldOptions } from '../end-to-end/harness.js'
import { durationOf, sizeOf } from '../../demo/library/video.js'
import { filenameHint } from '../../demo/plex/match-body.js'

/** Milliseconds: within which every request is answered, and service is whole again after a fault. */
export const answeredWithin = 10_000
export const wholeWithin = 5_000

/** Whether a promise of so many milliseconds was kept; a machine that is slow, or has more to do than it has cores, may take longer. */
export function within(ms: number, limitMs: number): boolean {
  return ms < limitMs || ms < limitMs * slack()
}

function slack(): number {
  const started = performance.now()
  pbkdf2Sync('a', 'b', 100_000, 32, 'sha256')
  const [isSlow, crowd] = [performance.now() - started > 100, (loadavg()[0] ?? 0) / availableParallelism()]
  return isSlow || crowd > 1 ? Math.min(5, Math.max(2, crowd)) : 1
}

export interface Known {
  readonly filename: string
  readonly key: string
}

export interface Timed extends Reply {
  readonly ms: number
}

/** A world in which files were matched and described once, and the provider then started anew: what it knows comes from its folder. */
export class FaultStage {
  readonly world: World
  /** Every one is handed out once, so that no answer that is used again for seconds hides a fault. */
  readonly #known: Known[]
  #files = 0

  private constructor(world: World, known: Known[]) {
    this.world = world
    this.#known = known
  }

  static async set(t: Pick<Test, 'teardown'>, options: Partial<WorldOptions> = {}): Promise<FaultStage> {
    const world = await worldOf(t, { scenes: 110, ...options })
    world.plex.createItems()
    const provider = await world.startReady()
    const known = await serveAll(world)
    await provider.stop()
    await world.startReady()
    return new FaultStage(world, known)
  }

  /** Files and scenes that have been served, and were not asked about since. */
  known(count: number): readonly Known[] {
    const some = this.#known.splice(0, count)
    if (some.length < count) throw new Error('more scenes are needed')
    return some
  }

  /** A new file with a scene in Stash, of which the provider knows nothing yet. Gives its name as Plex sends it. */
  newFile(): string {
    const filename = this.newScene()
    this.listInPlex(filename)
    return filename
  }

  /** The same for a file that Plex does not list yet. */
  newScene(): string {
    this.#files += 1
    const filename = `new/${this.#files}.mp4`
    this.world.stash.edit.addScene({ path: `/data/media/${filename}`, content: newContent(filename) }, { title: `New ${this.#files}` })
    return filename
  }

  listInPlex(filename: string): void {
    const content = newContent(filename)
    this.world.plex.addFile({
      ratingKey: content - 2_000_000_000, sectionId: '1', path: `/plex/media/${filename}`, content, size: sizeOf(content), duration: durationOf(content) * 1000,
      category: 'new', sceneId: undefined, certain: true,
    })
    this.world.plex.createItems()
  }

  async timed(ask: Promise<Reply>): Promise<Timed> {
    const started = performance.now()
    const reply = await ask
    return { ...reply, ms: performance.now() - started }
  }

  match(filename: string, more: object = {}): Promise<Timed> {
    return this.timed(this.world.match(filename, more))
  }

  describe(key: string): Promise<Timed> {
    return this.timed(this.world.ask(`/library/metadata/${key}`))
  }

  /** Asks until it holds; gives how long that took. */
  async until(what: string, holds: () => Promise<boolean>): Promise<number> {
    const started = performance.now()
    while (!(await holds())) {
      if (performance.now() - started > 60_000) throw new Error(`waited in vain for ${what}:\n${this.world.lines.slice(-20).join('\n')}`)
      await sleep(100)
    }
    return performance.now() - started
  }

  /** Log lines about the description of this item. */
  described(key: string): readonly string[] {
    return this.world.log.filter(({ items }) => Array.isArray(items) && items.includes(key)).map(({ msg }) => msg)
  }

  get inStash(): (key: string) => number {
    return (key) => Number(key.split('-')[0])
  }
}

function newContent(filename: string): number {
  return 3_000_000_000 + Number(/\d+/.exec(filename)?.[0] ?? 0)
}

export function keyOf(reply: Reply): string | undefined {
  return reply.json?.MediaContainer?.Metadata?.[0]?.ratingKey as string | undefined
}

export function titleOf(reply: Reply): string | undefined {
  return reply.json?.MediaContainer?.Metadata?.[0]?.title as string | undefined
}

/** Matches and describes every file that has a certain scene of its own. */
async function serveAll(world: World): Promise<Known[]> {
  const { items, sections } = world.library
  const files = items.filter(({ certain, category }) => certain && category !== 'many-files-scene')
  const names = files.map(({ path, sectionId }) => filenameHint(path, sections.find(({ id }) => id === sectionId)?.locations ?? [], 'relative'))
  const known = await Promise.all(names.map(async (filename) => ({ filename, key: keyOf(await world.match(filename)) })))
  await Promise.all(known.map(({ key }) => world.ask(`/library/metadata/${key}`)))
  const seen = new Set<string>()
  return known.flatMap(({ filename, key }) => (key === undefined || seen.has(key) || !seen.add(key) ? [] : [{ filename, key }]))
}
