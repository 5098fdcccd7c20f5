import type { CallFigures } from './call-record.js'
import type { CapabilityKind } from './capability-kinds.js'
import type { Refusal } from './refusal.js'

/** One capability of an active plugin, and how its calls went. */
export interface CapabilityStatus extends CallFigures {
  readonly kind: CapabilityKind
  readonly name: string
  readonly order: number
}

/** What `GET /plugins` shows of a plugin. */
export interface PluginStatus {
  readonly id: string
  /** `missing`: the configuration names it, and there is no such plugin. */
  readonly source: 'bundled' | 'mounted' | 'missing'
  readonly file: string | undefined
  readonly status: 'active' | Refusal['status']
  /** Why it is not active. */
  readonly reason: string | undefined
  /** What to do about it. */
  readonly advice: string | undefined
  /** In the order in which they are called. */
  readonly capabilities: readonly CapabilityStatus[]
}
