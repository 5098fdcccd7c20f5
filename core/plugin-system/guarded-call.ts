import { andThen } from '../../shared/awaitable.js'
import { signalWithin } from '../../shared/deadline.js'
import type { LateAbort, Stopping } from '../../shared/late-abort.js'
import type { Awaitable, CallContext, Logger } from '../../shared/plugin-api/index.js'
import { fault, type CodedError } from '../errors.js'
import type { CallRecord } from './call-record.js'
import { withFields } from './log-fields.js'
import { settle, type Settled } from './settle.js'
import { plainError, textOfThrown } from './thrown.js'

export interface GuardedCall<T> {
  readonly plugin: string
  /** What is called, for messages: `matcher filename`. */
  readonly capability: string
  /** The context is made when it is asked for. */
  readonly run: (context: () => CallContext) => unknown
  readonly timeLimitMs: number
  readonly signal?: Stopping | undefined
  /** Makes a plain, checked copy of the answer; throws when it does not fit. `note` is for what was put right. */
  readonly check: (output: unknown, note: (text: string) => void) => T
  readonly log: Logger
  /** To be on every line of the log that this call writes. */
  readonly fields?: object | undefined
  readonly calls?: CallRecord | undefined
}

export type CallOutcome<T> =
  | { readonly ok: true, readonly value: T, readonly ms: number }
  | { readonly ok: false, readonly fault: CodedError, readonly ms: number }

/**
 * The one place that calls plugins. It never throws or rejects: whatever a plugin throws, answers or leaves hanging becomes an
 * outcome that carries the plugin's name. What the plugin answers at once is an outcome at once.
 */
export function guardedCall<T>(call: GuardedCall<T>): Awaitable<CallOutcome<T>> {
  const started = performance.now()
  return andThen(settle<unknown>((abandoned) => call.run(() => contextOf(call, abandoned)), call), (settled) => {
    const judged = judge(call, settled)
    const ms = performance.now() - started
    record(judged, ms, call)
    return judged.ok ? { ok: true, value: judged.value, ms } : { ok: false, fault: judged.fault, ms }
  })
}

/** Properties of its own, for a plugin that spreads it; made only for those that ask. */
function contextOf<T>(call: GuardedCall<T>, abandoned: LateAbort): CallContext {
  return {
    get signal() { return abandoned.signal() },
    get log() { return logOf(call) },
    signalWithin: (ms) => signalWithin(ms, abandoned.signal()),
  }
}

function logOf({ log, fields, plugin, capability }: GuardedCall<unknown>): Logger {
  return withFields(log, { ...fields, plugin, capability })
}

type Judged<T> = { readonly ok: true, readonly value: T } | { readonly ok: false, readonly fault: CodedError }

function judge<T>(call: GuardedCall<T>, settled: Settled<unknown>): Judged<T> {
  const { plugin, capability } = call
  switch (settled.how) {
    case 'returned': return checked(call, settled.value)
    case 'threw': return refuse(fault('S2P_PLUGIN_THREW', { plugin, capability, why: textOfThrown(settled.error) }, plainError(settled.error)))
    case 'timed-out': return refuse(fault('S2P_PLUGIN_SLOW', { plugin, capability, ms: Math.round(call.timeLimitMs) }))
    default: return refuse(fault('S2P_PLUGIN_GIVEN_UP', { plugin, capability }))
  }
}

function checked<T>(call: GuardedCall<T>, output: unknown): Judged<T> {
  try {
    return { ok: true, value: call.check(output, (text) => { logOf(call).warn(text) }) }
  } catch (error) {
    const { plugin, capability } = call
    return refuse(fault('S2P_PLUGIN_BAD_ANSWER', { plugin, capability, why: textOfThrown(error) }))
  }
}

function refuse(why: CodedError): { readonly ok: false, readonly fault: CodedError } {
  return { ok: false, fault: why }
}

/** Only the first failure in a row is a warning: a plugin that always fails must not fill the log. */
function record(judged: Judged<unknown>, ms: number, call: GuardedCall<unknown>): void {
  if (judged.ok) return call.calls?.succeeded(ms)
  if (judged.fault.code === 'S2P_PLUGIN_GIVEN_UP') return
  const news = call.calls?.failed(ms, judged.fault.message) ?? true
  logOf(call)[news ? 'warn' : 'debug']({ err: judged.fault, ms }, judged.fault.message)
}
