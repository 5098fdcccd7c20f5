import { CallFailure } from './call-failure.js'

/**
 * A signal that fires when the time is up or when the caller gives up, whichever comes first. The platform's
 * `AbortSignal.any` is not used: on Node 20 a long-lived caller's signal keeps every signal that was derived from it.
 */
export class Deadline {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly #caller: AbortSignal | undefined
  readonly #giveUp = (): void => this.#controller.abort(this.#caller?.reason)

  constructor(timeLimitMs: number, caller: AbortSignal | undefined) {
    this.#caller = caller
    this.#timer = setTimeout(() => this.#controller.abort(new CallFailure('slow')), timeLimitMs)
    if (caller?.aborted) this.#giveUp()
    else caller?.addEventListener('abort', this.#giveUp, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The time no longer counts; the caller may still give up. */
  stopClock(): void {
    clearTimeout(this.#timer)
  }

  clear(): void {
    this.stopClock()
    this.#caller?.removeEventListener('abort', this.#giveUp)
  }
}
