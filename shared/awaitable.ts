import type { Awaitable } from './plugin-api/call-context.js'

/** Whether there is something to wait for. May throw: foreign objects may refuse to be looked at. */
export function isThenable<T>(value: Awaitable<T>): value is Promise<T> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'then' in value && typeof value.then === 'function'
}

/**
 * Goes on with the value: at once when it is there, else when it comes. It is `await` without the turns of the queue that `await`
 * takes even where there is nothing to wait for.
 */
export function andThen<T, U>(value: Awaitable<T>, go: (value: T) => Awaitable<U>): Awaitable<U> {
  return isThenable(value) ? value.then(go) : go(value)
}

/** The same for work that may fail, at once or later: `try` and `catch` around an `await`. */
export function attempt<T, U>(work: () => Awaitable<T>, go: (value: T) => U, failed: (error: unknown) => U): Awaitable<U> {
  let value: Awaitable<T>
  try {
    value = work()
  } catch (error) {
    return failed(error)
  }
  return isThenable(value) ? value.then(go, failed) : go(value)
}
