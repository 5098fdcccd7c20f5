import type { Stopping } from '../../shared/late-abort.js'
import type { Awaitable, CallContext, Logger } from '../../shared/plugin-api/index.js'
import type { CallRecord } from './call-record.js'
import { capabilityKinds, type Answers, type Capabilities, type CapabilityKind } from './capability-kinds.js'
import { guardedCall, type CallOutcome } from './guarded-call.js'

/** A capability that a plugin brought: a frozen plain copy, bound to the plugin's object. */
export interface Registered<Kind extends CapabilityKind> {
  readonly kind: Kind
  readonly plugin: string
  /** The capability's own name; the plugin's id when it has none. */
  readonly name: string
  readonly order: number
  readonly capability: Capabilities[Kind]
  readonly calls: CallRecord
}

export interface CapabilityCall<Answer> {
  /** The context is made when it is asked for. */
  readonly run: (context: () => CallContext) => unknown
  readonly log: Logger
  /** To be on every line of the log that this call writes. */
  readonly fields?: object | undefined
  readonly signal?: Stopping | undefined
  /** Milliseconds; the kind's own limit when absent or larger. */
  readonly timeLimitMs?: number
  /** In place of the kind's own output check. */
  readonly check?: (output: unknown, note: (text: string) => void) => Answer
}

/** Calls a capability under the limit and output check of its kind. */
export function callCapability<Kind extends CapabilityKind, Answer = Answers[Kind]>(registered: Registered<Kind>, call: CapabilityCall<Answer>): Awaitable<CallOutcome<Answer>> {
  const row = capabilityKinds[registered.kind]
  return guardedCall({
    plugin: registered.plugin,
    capability: `${registered.kind} ${registered.name}`,
    run: call.run,
    timeLimitMs: Math.min(call.timeLimitMs ?? row.timeLimitMs, row.timeLimitMs),
    signal: call.signal,
    check: call.check ?? (row.check as (output: unknown, note: (text: string) => void) => Answer),
    log: call.log,
    fields: call.fields,
    calls: registered.calls,
  })
}
