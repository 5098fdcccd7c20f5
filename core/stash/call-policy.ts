import {
  bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, ExponentialBackoff, handleWhen, isBrokenCircuitError,
  isBulkheadRejectedError, retry, wrap, type CircuitBreakerPolicy,
} from 'cockatiel'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import { CallFailure } from './call-failure.js'

export interface CallPolicyOptions {
  readonly concurrency: number
  /** How many outages in a row end the asking, and for how many ms Stash is then left alone. */
  readonly breaker: { readonly failures: number, readonly restMs: number }
  readonly log: Logger
  /** Stash is left alone from now on. */
  readonly onRest: () => void
}

const QUEUE = 2_000
const RETRIES = 2

/**
 * How often, how many at once, and whether at all Stash is asked. From outside in: retry, so that a wait before the next
 * attempt holds no place; the places; the breaker, so that what waited for a place finds it open.
 */
export class CallPolicy {
  readonly #breaker: CircuitBreakerPolicy
  readonly #run: { execute<T>(attempt: () => Promise<T>): Promise<T> }
  readonly #restMs: number
  #outage = new CallFailure('unreachable', 'it is away')
  #openedAt = 0
  #told = false

  constructor({ concurrency, breaker, log, onRest }: CallPolicyOptions) {
    this.#restMs = breaker.restMs
    this.#breaker = circuitBreaker(handleWhen((error) => this.#speaksAgainst(error)), {
      breaker: new ConsecutiveBreaker(breaker.failures),
      halfOpenAfter: breaker.restMs,
    })
    this.#watch(log, onRest)
    const again = retry(handleWhen((error) => error instanceof CallFailure && error.passing), {
      maxAttempts: RETRIES,
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
    })
    this.#run = wrap(again, bulkhead(concurrency, QUEUE), this.#breaker)
  }

  /** True while calls are refused without asking Stash. */
  get away(): boolean {
    return this.#breaker.state === CircuitState.Open && Date.now() - this.#openedAt < this.#restMs
  }

  /** Ends the rest early: Stash was seen to answer. */
  wake(): void {
    if (this.#breaker.state !== CircuitState.Closed) this.#breaker.isolate().dispose()
  }

  async run<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await this.#run.execute(attempt)
    } catch (error) {
      if (isBrokenCircuitError(error)) throw this.#outage
      if (isBulkheadRejectedError(error)) throw new CallFailure('busy', 'too many requests wait for it')
      throw error
    }
  }

  /** A trial call whose caller gave up proves nothing, so it must not close the breaker. */
  #speaksAgainst(error: Error): boolean {
    if (error instanceof CallFailure) return error.outage
    return this.#breaker.state === CircuitState.HalfOpen
  }

  #watch(log: Logger, onRest: () => void): void {
    this.#breaker.onBreak((reason) => {
      if ('error' in reason && reason.error instanceof CallFailure) this.#outage = reason.error
      this.#openedAt = Date.now()
      if (!this.#told) log.warn({ reason: this.#outage.why || this.#outage.kind }, 'Stash is away')
      this.#told = true
      onRest()
    })
    this.#breaker.onReset(() => {
      log.info('Stash is back')
      this.#told = false
    })
  }
}
