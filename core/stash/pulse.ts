import { inTime } from '../../shared/deadline.js'
import { CallFailure } from './call-failure.js'

export interface PulseOptions {
  /** A small question on a connection of its own: whether Stash answers at all, no matter what. Must not reject. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>
  /** True while Stash is left alone. */
  readonly isResting: () => boolean
  /** Stash answers, after a time when it did not or was left alone. */
  readonly onAlive: () => void
  /** From one question to the next, and how long a call may take before there is a first; 1,500 ms when absent. */
  readonly everyMs?: number
}

interface Call {
  readonly startedAt: number
  readonly lose: () => void
}

/** Milliseconds. */
const answerLimit = 1_000

/**
 * Feels whether Stash answers while a call waits long for it, or while it is left alone. A call that was sent when Stash did
 * not answer may never be answered, so it is given up, to be sent again, once Stash does: otherwise an outage would last for
 * us until the time limit of the last call that hangs. A Stash that is merely slow answers the small question, and nothing
 * is given up.
 */
export class Pulse {
  readonly #options: PulseOptions
  readonly #calls = new Set<Call>()
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #asking = false
  #wasDead = false

  constructor(options: PulseOptions) {
    this.#options = options
  }

  /** Runs a call with a signal that fires as the given one does, or with a passing failure when the call counts as lost. */
  async watch<T>(run: (signal: AbortSignal) => Promise<T>, given?: AbortSignal): Promise<T> {
    const controller = new AbortController()
    const giveUp = (): void => controller.abort(given?.reason)
    const call = { startedAt: performance.now(), lose: () => controller.abort(new CallFailure('lost', 'the connection was lost', { passing: true })) }
    if (given?.aborted === true) giveUp()
    else given?.addEventListener('abort', giveUp, { once: true })
    this.#calls.add(call)
    this.feel()
    try {
      return await run(controller.signal)
    } finally {
      this.#calls.delete(call)
      given?.removeEventListener('abort', giveUp)
    }
  }

  /** Looks after a while whether there is reason to ask. */
  feel(): void {
    if (this.#timer !== undefined || this.#asking || this.#closing.signal.aborted) return
    this.#timer = setTimeout(() => void this.#beat(), this.#everyMs).unref()
  }

  close(): void {
    this.#closing.abort()
    clearTimeout(this.#timer)
  }

  get #everyMs(): number {
    return this.#options.everyMs ?? 1_500
  }

  async #beat(): Promise<void> {
    this.#timer = undefined
    if (this.#isNeeded()) await this.#ask()
    // While a young call waits, nobody knows: it may have been sent to a Stash that did not answer.
    else if (this.#calls.size === 0) this.#wasDead = false
    if (this.#calls.size > 0 || this.#options.isResting()) this.feel()
  }

  #isNeeded(): boolean {
    const [oldest] = this.#calls
    return this.#options.isResting() || (oldest !== undefined && performance.now() - oldest.startedAt >= this.#everyMs / 2)
  }

  async #ask(): Promise<void> {
    this.#asking = true
    const askedAt = performance.now()
    const isAlive = await inTime({ ms: answerLimit, signals: [this.#closing.signal] }, (signal) => this.#options.ask(signal))
    this.#asking = false
    if (this.#closing.signal.aborted) return
    if (isAlive) this.#alive(askedAt)
    else this.#wasDead = true
  }

  #alive(askedAt: number): void {
    const lost = this.#wasDead ? [...this.#calls].filter(({ startedAt }) => startedAt < askedAt) : []
    const isNews = this.#wasDead || this.#options.isResting()
    this.#wasDead = false
    // First, so that what is sent again is not refused.
    if (isNews) this.#options.onAlive()
    for (const { lose } of lost) lose()
  }
}
