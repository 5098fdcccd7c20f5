import type { Scene } from '../../shared/domain/scene.js'
import { Crowd } from './crowd.js'
import { Pace } from './pace.js'
import { patiently } from './patience.js'
import type { Patience } from './patience.js'

/** The part of the Stash reader that describes scenes: one request, unknown ids just absent from the answer. */
export interface SceneReader {
  scenes(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Scene>>
}

export interface BatchOptions {
  readonly reader: SceneReader
  /** How long the first id waits for company while few ask, in milliseconds. */
  readonly windowMs: number
  /** How long an id waits at most while many ask, in milliseconds. */
  readonly maxWaitMs: number
  /** How many requests of Plex are at work now, those that wait here included. */
  readonly atWork: () => number
}

interface Wanted {
  readonly promise: Promise<Scene | undefined>
  readonly resolve: (scene: Scene | undefined) => void
  readonly reject: (error: unknown) => void
  callers: number
}

const batchLimit = 32
/** Fewer than this many go out together, one request at a time. */
const leastHalf = 8
/** Up to here half of those who ask is a batch; of more, {@link leastOfMany} at the least. */
const mostSmall = 12
/** So many may always have a second request. */
const worthAnother = 20
/** What a request for one of two halves carries at the least when many ask. */
const leastOfMany = 28

/**
 * Puts single wishes for scenes together into few requests. While one is under way further ids gather and go out together;
 * how long they gather depends on how many callers there lately were.
 */
export class SceneBatches {
  readonly #options: BatchOptions
  readonly #crowd = new Crowd()
  readonly #pace = new Pace()
  readonly #waiting = new Map<string, Wanted>()
  readonly #underWay = new Map<string, Wanted>()
  #callers = 0
  #requests = 0
  #sentAt = 0
  #waitingSince = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: BatchOptions) {
    this.#options = options
  }

  /** Gives the scene, or undefined when Stash has none. A caller that leaves takes nobody else's answer away. */
  async get(id: string, wait: Patience): Promise<Scene | undefined> {
    wait.signal?.throwIfAborted()
    this.#callers += 1
    const wanted = this.#underWay.get(id) ?? this.#waiting.get(id) ?? this.#join(id)
    wanted.callers += 1
    this.#consider()
    try {
      return await patiently(wanted.promise, wait)
    } finally {
      this.#callers -= 1
      wanted.callers -= 1
      if (wanted.callers === 0 && this.#waiting.get(id) === wanted) this.#waiting.delete(id)
    }
  }

  #join(id: string): Wanted {
    const wanted = newWanted()
    if (this.#waiting.size === 0) this.#waitingSince = performance.now()
    this.#waiting.set(id, wanted)
    return wanted
  }

  /** Sends what waits when it is enough; otherwise looks again later. */
  #consider(): void {
    const full = this.#fullBatch()
    if (this.#waiting.size === 0 || !this.#mayAsk(full)) return
    const tooSoon = this.#outOfStep()
    if (tooSoon > 0) return this.#later(tooSoon)
    const target = Math.min(full, Math.max(1, this.#crowd.size - this.#underWay.size))
    const others = this.#othersAtWork()
    const enough = target > 1 && this.#waiting.size >= target && others === 0
    if (enough || this.#waiting.size >= full) return this.#send()
    const left = this.#waitingSince + this.#patience(target, others) - performance.now()
    return left <= 0 ? this.#send() : this.#later(left)
  }

  /** Those who are still at something else here, such as a match, will soon want a scene. Many may wait here for the same one. */
  #othersAtWork(): number {
    return Math.max(0, this.#options.atWork() - this.#callers)
  }

  #patience(target: number, others: number): number {
    const { windowMs, maxWaitMs } = this.#options
    if (this.#waiting.size >= target && others === 0) return windowMs
    const crowd = this.#waiting.size + this.#underWay.size + others
    return Math.min(maxWaitMs, Math.max(windowMs, crowd * this.#pace.ms / 2))
  }

  /** While enough ask, one half is described while Stash looks up the other. */
  #fullBatch(): number {
    const half = Math.ceil(this.#crowd.size / 2)
    if (half < leastHalf) return batchLimit
    return half <= mostSmall ? half : Math.min(batchLimit, Math.max(leastOfMany, half))
  }

  #mayAsk(full: number): boolean {
    return this.#requests === 0 || (this.#requests === 1 && this.#waiting.size >= Math.min(full, worthAnother))
  }

  /**
   * Milliseconds that a second request still has to wait. Two that are sent together are answered together, and so are those
   * that their callers ask for next: from then on this process and Stash would wait for each other in turns.
   */
  #outOfStep(): number {
    return this.#requests === 0 || this.#waiting.size > batchLimit ? 0 : this.#sentAt + Math.min(this.#pace.ms / 2, this.#options.maxWaitMs) - performance.now()
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    // After a stall of the event loop the timer comes before the requests that arrived meanwhile; they go first.
    this.#timer = setTimeout(() => setImmediate(() => this.#consider()), ms)
  }

  #send(): void {
    clearTimeout(this.#timer)
    this.#noteCrowd()
    const batch = [...this.#waiting].slice(0, batchLimit)
    for (const [id, wanted] of batch) {
      this.#waiting.delete(id)
      this.#underWay.set(id, wanted)
    }
    this.#sentAt = performance.now()
    this.#waitingSince = this.#sentAt
    this.#requests += 1
    void this.#ask(batch)
  }

  #noteCrowd(): void {
    this.#crowd.note(this.#waiting.size + this.#underWay.size)
  }

  async #ask(batch: readonly (readonly [string, Wanted])[]): Promise<void> {
    const asked = performance.now()
    try {
      const scenes = await this.#options.reader.scenes(batch.map(([id]) => id))
      this.#pace.note(performance.now() - asked)
      for (const [id, wanted] of batch) wanted.resolve(scenes.get(id))
    } catch (error) {
      for (const [, wanted] of batch) wanted.reject(error)
    }
    this.#noteCrowd()
    for (const [id] of batch) this.#underWay.delete(id)
    this.#requests -= 1
    this.#consider()
  }
}

function newWanted(): Wanted {
  let resolve!: Wanted['resolve']
  let reject!: Wanted['reject']
  const promise = new Promise<Scene | undefined>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  // All callers may have left when the request fails.
  promise.catch(() => {})
  return { promise, resolve, reject, callers: 0 }
}
