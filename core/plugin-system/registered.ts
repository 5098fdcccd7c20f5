import type { CallContext, Logger } from '../../shared/plugin-api/index.js'
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
  readonly run: (ctx: CallContext) => unknown
  readonly log: Logger
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; the kind's own limit when absent or larger. */
  readonly timeLimitMs?: number
  /** In place of the kind's own output check. */
  readonly check?: (output: unknown, note: (text: string) => void) => Answer
}

/** Calls a capability under the limit and output check of its kind. */
export function callCapability<Kind extends CapabilityKind, Answer = Answers[Kind]>(registered: Registered<Kind>, call: CapabilityCall<Answer>): Promise<CallOutcome<Answer>> {
  const row = capabilityKinds[registered.kind]
  return guardedCall({
    plugin: registered.plugin,
    capability: `${registered.kind} ${registered.name}`,
    run: call.run,
    timeLimitMs: Math.min(call.timeLimitMs ?? row.timeLimitMs, row.timeLimitMs),
    signal: call.signal,
    check: call.check ?? (row.check as (output: unknown, note: (text: string) => void) => Answer),
    log: call.log,
    calls: registered.calls,
  })
}
