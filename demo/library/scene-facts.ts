import { choose, mix } from './random.js'
import { hex } from './video.js'
import { personName, sceneTitle, sentences } from './words.js'

const day = 86_400
const firstCreated = 1_600_000_000
const span = 150_000_000

/** How many of each a library of this size has. Ids are 1 to the number. */
export interface PoolSizes {
  readonly scenes: number
  readonly studios: number
  readonly performers: number
  readonly tags: number
  readonly groups: number
}

export function poolSizes(scenes: number): PoolSizes {
  const within = (least: number, most: number) => Math.max(least, Math.min(most, Math.ceil(scenes / 20)))
  return { scenes, studios: within(12, 400), performers: within(20, 20_000), tags: within(400, 3000), groups: within(4, 5000) }
}

/** What Stash knows of the nth scene, worked out when asked. Rare cases come by turn, so that small libraries have them too. */
export class SceneFacts {
  readonly #seed: number
  readonly #pools: PoolSizes

  constructor(seed: number, pools: PoolSizes) {
    this.#seed = seed
    this.#pools = pools
  }

  createdAt(nth: number): number {
    return firstCreated + Math.floor(nth * (span / this.#pools.scenes))
  }

  updatedAt(nth: number): number {
    return this.createdAt(nth) + this.#dice(nth, 1) % (30 * day)
  }

  title(nth: number): string {
    return nth % 14 === 3 ? '' : sceneTitle(this.#dice(nth, 2))
  }

  details(nth: number): string {
    const text = sentences(this.#dice(nth, 3), 1 + nth % 4)
    if (nth % 6 === 1) return ''
    if (nth % 17 === 2) return `<p>${text}</p><br/>Tom &amp; <b>Jerry</b> &lt;3`
    return nth % 9 === 5 ? `${text}\r\n\r\n- one\n- two\n\n  ${text}` : text
  }

  code(nth: number): string {
    return nth % 3 === 0 ? `SC-${this.#dice(nth, 4) % 100_000}` : ''
  }

  director(nth: number): string {
    return nth % 5 === 0 ? personName(this.#dice(nth, 5)) : ''
  }

  date(nth: number): string | null {
    if (nth % 12 === 4) return null
    const whole = new Date((firstCreated - this.#dice(nth, 6) % (5000 * day)) * 1000).toISOString().slice(0, 10)
    if (nth % 25 === 6) return whole.slice(0, 4)
    return nth % 25 === 7 ? whole.slice(0, 7) : whole
  }

  rating100(nth: number): number | null {
    return nth % 3 === 1 ? null : 1 + this.#dice(nth, 7) % 100
  }

  organized(nth: number): boolean {
    return this.#dice(nth, 8) % 2 === 0
  }

  hasCover(nth: number): boolean {
    return nth % 9 !== 4
  }

  urls(nth: number): readonly string[] {
    return Array.from({ length: nth % 4 }, (_, place) => `https://example.org/${place === 0 ? 'video' : 'mirror'}/${hex(this.#dice(nth, 9 + place))}`)
  }

  stashIds(nth: number): readonly string[] {
    if (nth % 2 === 1) return []
    const [a, b, c, d] = [13, 14, 15, 16].map((salt) => hex(this.#dice(nth, salt))) as [string, string, string, string]
    return [`${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(0, 3)}-${c.slice(4)}${d}`]
  }

  studioId(nth: number): number | null {
    return nth % 10 === 8 ? null : this.studioOf(nth)
  }

  /** The studio by whose name the files are sorted, known to Stash or not. */
  studioOf(nth: number): number {
    return 1 + this.#dice(nth, 20) % this.#pools.studios
  }

  performerIds(nth: number): readonly number[] {
    return this.#pick(nth, nth % 11 === 6 ? 0 : choose([1, 2, 2, 3, 4, 7], this.#dice(nth, 21)), this.#pools.performers)
  }

  tagIds(nth: number): readonly number[] {
    return this.#pick(nth, nth % 333 === 7 ? 300 : this.#dice(nth, 22) % 15, this.#pools.tags)
  }

  groupIds(nth: number): readonly number[] {
    return nth % 20 === 5 ? this.#pick(nth, 1 + nth % 2, this.#pools.groups) : []
  }

  /** Different ids, ascending. */
  #pick(nth: number, count: number, of: number): readonly number[] {
    const first = this.#dice(nth, 23) % of
    const step = Math.max(1, Math.floor(of / Math.max(count, 8)))
    return Array.from({ length: Math.min(count, of) }, (_, place) => 1 + (first + place * step) % of).sort((a, b) => a - b)
  }

  #dice(nth: number, salt: number): number {
    return mix(mix(this.#seed, nth), salt)
  }
}
