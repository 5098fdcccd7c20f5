import { setImmediate as nextTurn } from 'node:timers/promises'
import { signalWithin } from '../../shared/deadline.js'
import type { CallContext, LibraryFile, Logger } from '../../shared/plugin-api/index.js'
import { CodedError, fault } from '../errors.js'
import { checkLibraryFiles } from '../plugin-system/check-library-files.js'
import { callCapability, type Registered } from '../plugin-system/registered.js'

export type GapSourceEntry = Registered<'gapSource'>

export interface SourceLimits {
  /** For one page, milliseconds; at most 60,000. */
  readonly pageMs: number
  /** Files of one library. A source that never ends must not fill the memory. */
  readonly files: number
}

export const sourceLimits: SourceLimits = { pageMs: 60_000, files: 5_000_000 }
const MOST_EMPTY_PAGES = 1000

export interface SourceCall {
  readonly signal: AbortSignal
  readonly log: Logger
  readonly limits: SourceLimits
  /** Told before each call which source is asked. */
  readonly onAsk: (source: string) => void
}

/** The library itself failed, rather than the plugin that reads it. */
export class LibraryTrouble extends Error {}

/**
 * Reads a listing to its end, each page within its time.
 * @throws LibraryTrouble when Plex or Stash failed; the coded error of a plugin that threw, hung or gave rubbish
 */
export async function listSource(source: GapSourceEntry, onPage: (page: readonly LibraryFile[]) => void, call: SourceCall): Promise<void> {
  const stopped = new AbortController()
  const signal = AbortSignal.any([call.signal, stopped.signal])
  const iterator = await ask(source, call, (ctx) => source.capability.list({ log: ctx.log, signal, signalWithin: (ms) => signalWithin(ms, signal) }), asIterator)
  let [files, empty] = [0, 0]
  try {
    for (;;) {
      const page = await ask(source, call, async () => pageOf(await iterator.next()), (output) => (output === undefined ? undefined : checkLibraryFiles(output)))
      if (page === undefined) return
      files += page.length
      empty = page.length === 0 ? empty + 1 : 0
      if (files > call.limits.files || empty > MOST_EMPTY_PAGES) throw endless(source, files)
      onPage(page)
      // A source that never waits would not let anybody cancel it.
      await nextTurn()
    }
  } finally {
    stopped.abort()
    letGo(iterator)
  }
}

/** Its `finally` runs, so that it can close what it opened; nobody waits for that. */
function letGo(iterator: AsyncIterator<unknown>): void {
  void Promise.resolve().then(() => iterator.return?.()).catch(() => undefined)
}

/** Calls a member of a source under the guard of all plugins. */
export async function ask<T>(source: GapSourceEntry, { signal, log, limits, onAsk }: SourceCall, run: (ctx: CallContext) => unknown, check: Check<T>): Promise<T> {
  let trouble: CodedError | undefined
  const guarded = async (context: () => CallContext): Promise<unknown> => {
    try {
      return await run(context())
    } catch (error) {
      // Our own errors come from Plex or Stash; the guard would take them for the plugin's.
      if (error instanceof CodedError) trouble = error
      throw error
    }
  }
  onAsk(source.plugin)
  const outcome = await callCapability(source, { run: guarded, log, signal, timeLimitMs: limits.pageMs, check })
  signal.throwIfAborted()
  if (outcome.ok) return outcome.value
  throw trouble === undefined ? outcome.fault : new LibraryTrouble(trouble.message)
}

type Check<T> = (output: unknown, note: (text: string) => void) => T

function pageOf(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) throw new TypeError('its listing is no async iterable')
  const { done, value } = result as { readonly done?: unknown, readonly value?: unknown }
  return done === true ? undefined : value
}

function asIterator(output: unknown): AsyncIterator<unknown> {
  const begin = (output as Partial<AsyncIterable<unknown>> | undefined)?.[Symbol.asyncIterator]
  const iterator: unknown = typeof begin === 'function' ? begin.call(output) : undefined
  if (typeof (iterator as { readonly next?: unknown } | undefined)?.next !== 'function') throw new TypeError('its list gave no async iterable')
  return iterator as AsyncIterator<unknown>
}

function endless({ plugin, name }: GapSourceEntry, files: number): Error {
  return fault('S2P_PLUGIN_BAD_ANSWER', { plugin, capability: `gapSource ${name}`, why: `its listing does not end; ${files} files so far` })
}
