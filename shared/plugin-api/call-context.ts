/** A value, or a promise of one. */
export type Awaitable<T> = T | Promise<T>

/**
 * Writes to Stash2Plex's log. Every line carries the plugin's id.
 * Pass an object first to add fields: `log.info({ files: 3 }, 'read the index')`.
 */
export interface Logger {
  debug(message: string): void
  debug(fields: object, message: string): void
  info(message: string): void
  info(fields: object, message: string): void
  warn(message: string): void
  warn(fields: object, message: string): void
  error(message: string): void
  error(fields: object, message: string): void
}

/** Handed to each call of a capability. */
export interface CallContext {
  /**
   * Fires when the answer is no longer wanted: the time is up, or Plex went away. Pass it on to whatever you wait for.
   * A call that goes on regardless is abandoned; its answer is thrown away.
   */
  readonly signal: AbortSignal
  /**
   * Like `signal`, and fires when so many milliseconds have passed, too: for a part of the work that may take only a part of the time. Use this rather
   * than `AbortSignal.any` with `AbortSignal.timeout`, which on Node 20 may never fire.
   */
  readonly signalWithin: (milliseconds: number) => AbortSignal
  /** Carries the plugin's id and, during a match, the request's id. */
  readonly log: Logger
}
