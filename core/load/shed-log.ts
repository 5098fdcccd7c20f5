import type { Logger } from '../../shared/plugin-api/index.js'
import type { LoadKind } from './limits.js'

/** Milliseconds. */
const quietFor = 10_000
const recently = 60_000

/** Keeps count of what was refused, and says so now and then: a line for each would add to the load. */
export class ShedLog {
  readonly #log: Logger
  readonly #onShed: (kind: LoadKind, reason: string) => void
  #untold = 0
  #toldAt = -Infinity
  #last: { readonly at: number, readonly why: string } | undefined

  constructor({ log, onShed = () => undefined }: { readonly log: Logger, readonly onShed?: ((kind: LoadKind, reason: string) => void) | undefined }) {
    this.#log = log
    this.#onShed = onShed
  }

  /** @param reason a word for figures; `why` is for people. */
  note(kind: LoadKind, { reason, why }: { readonly reason: string, readonly why: string }): void {
    const now = performance.now()
    this.#onShed(kind, reason)
    this.#untold += 1
    this.#last = { at: now, why }
    if (now - this.#toldAt < quietFor) return
    this.#log.warn({ refused: this.#untold, kind, reason }, `Too much is asked at once: ${why}. Requests are refused with 503 and may come again; what the catalog knows is matched to the last.`)
    this.#toldAt = now
    this.#untold = 0
  }

  /** A sentence when something was refused within the last minute. */
  problem(): string | undefined {
    if (this.#last === undefined || performance.now() - this.#last.at > recently) return undefined
    return `Requests were refused within the last minute: ${this.#last.why}.`
  }
}
