import { setMaxListeners } from 'node:events'

/** An abort signal for somebody who may never ask for it: it is made when first asked for, as most work ends at once. */
export class LateAbort {
  #controller: AbortController | undefined
  #ended: { readonly reason: unknown } | undefined

  get aborted(): boolean {
    return this.#ended !== undefined
  }

  /** @throws the reason */
  throwIfAborted(): void {
    if (this.#ended !== undefined) throw this.#ended.reason
  }

  signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      // Fifty items of one request all listen; Node would take that many for a leak and say so on standard error.
      setMaxListeners(0, this.#controller.signal)
      if (this.#ended !== undefined) this.#controller.abort(this.#ended.reason)
    }
    return this.#controller.signal
  }

  /** Fires the signal, if there is one; only the first reason counts. */
  abort(reason?: unknown): void {
    this.#ended ??= { reason }
    this.#controller?.abort(reason)
  }
}

/** Something that tells when to stop, with or without a signal as yet. */
export type Stopping = AbortSignal | LateAbort

export function signalOf(stopping: Stopping): AbortSignal {
  return stopping instanceof LateAbort ? stopping.signal() : stopping
}
