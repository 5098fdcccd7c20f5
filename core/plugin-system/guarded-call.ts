import type { CallContext, Logger } from '../../shared/plugin-api/index.js'
import { fault, type CodedError } from '../errors.js'
import type { CallRecord } from './call-record.js'
import { withFields } from './log-fields.js'
import { settle, type Settled } from './settle.js'
import { plainError, textOfThrown } from './thrown.js'

export interface GuardedCall<T> {
  readonly plugin: string
  /** What is called, for messages: `matcher filename`. */
  readonly capability: string
  readonly run: (ctx: CallContext) => unknown
  readonly timeLimitMs: number
  readonly signal?: AbortSignal | undefined
  /** Makes a plain, checked copy of the answer; throws when it does not fit. `note` is for what was put right. */
  readonly check: (output: unknown, note: (text: string) => void) => T
  readonly log: Logger
  readonly calls?: CallRecord | undefined
}

export type CallOutcome<T> =
  | { readonly ok: true, readonly value: T, readonly ms: number }
  | { readonly ok: false, readonly fault: CodedError, readonly ms: number }

/**
 * The one place that calls plugins. It never rejects: whatever a plugin throws, answers or leaves hanging becomes an
 * outcome that carries the plugin's name.
 */
export async function guardedCall<T>(call: GuardedCall<T>): Promise<CallOutcome<T>> {
  const started = performance.now()
  const log = withFields(call.log, { plugin: call.plugin, capability: call.capability })
  const settled = await settle<unknown>((signal) => call.run({ get signal() { return signal() }, log }), call)
  const judged = judge(call, settled, log)
  const outcome = { ...judged, ms: performance.now() - started }
  record(outcome, call.calls, log)
  return outcome
}

type Judged<T> = { readonly ok: true, readonly value: T } | { readonly ok: false, readonly fault: CodedError }

function judge<T>(call: GuardedCall<T>, settled: Settled<unknown>, log: Logger): Judged<T> {
  const { plugin, capability } = call
  switch (settled.how) {
    case 'returned': return checked(call, settled.value, log)
    case 'threw': return refuse(fault('S2P_PLUGIN_THREW', { plugin, capability, why: textOfThrown(settled.error) }, plainError(settled.error)))
    case 'timed-out': return refuse(fault('S2P_PLUGIN_SLOW', { plugin, capability, ms: Math.round(call.timeLimitMs) }))
    default: return refuse(fault('S2P_PLUGIN_GIVEN_UP', { plugin, capability }))
  }
}

function checked<T>(call: GuardedCall<T>, output: unknown, log: Logger): Judged<T> {
  try {
    return { ok: true, value: call.check(output, (text) => { log.warn(text) }) }
  } catch (error) {
    const { plugin, capability } = call
    return refuse(fault('S2P_PLUGIN_BAD_ANSWER', { plugin, capability, why: textOfThrown(error) }))
  }
}

function refuse(why: CodedError): { readonly ok: false, readonly fault: CodedError } {
  return { ok: false, fault: why }
}

/** Only the first failure in a row is a warning: a plugin that always fails must not fill the log. */
function record(outcome: CallOutcome<unknown>, calls: CallRecord | undefined, log: Logger): void {
  if (outcome.ok) return calls?.succeeded(outcome.ms)
  if (outcome.fault.code === 'S2P_PLUGIN_GIVEN_UP') return
  const news = calls?.failed(outcome.ms, outcome.fault.message) ?? true
  log[news ? 'warn' : 'debug']({ err: outcome.fault, ms: outcome.ms }, outcome.fault.message)
}
