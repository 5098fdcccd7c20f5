import { configure } from '../plugin-system/configure.js'
import { checkPlugin } from '../plugin-system/check-plugin.js'
import { callCapability, type Registered } from '../plugin-system/registered.js'
import { Registration } from '../plugin-system/registration.js'
import { guardedCall } from '../plugin-system/guarded-call.js'
import type { CapabilityKind, Answers } from '../plugin-system/capability-kinds.js'
import type { CallContext } from '../../shared/plugin-api/index.js'
import { fakeParts } from './fake-host.js'
import type { FakeWorld } from './fake-world.js'
import { keptLog } from './kept-log.js'

/** Milliseconds; a plugin in memory needs none of them. */
const timeLimitMs = 2000
const log = keptLog([])

/** One plugin in one world, called as the server calls it. What is wrong is collected. */
export class Trial {
  readonly faults: string[] = []
  readonly id: string
  readonly #exported: unknown
  readonly #options: Readonly<Record<string, unknown>>

  constructor(exported: unknown, options: Readonly<Record<string, unknown>>) {
    this.#exported = exported
    this.#options = options
    const id = (exported as { readonly id?: unknown } | null | undefined)?.id
    this.id = typeof id === 'string' ? id : 'plugin'
  }

  /** What the plugin declares in this world; undefined when it cannot even be registered. */
  async register(world: FakeWorld): Promise<Registration | undefined> {
    const checked = checkPlugin(this.#exported, this.id)
    if (!checked.ok) return this.#refused(checked.refusal)
    const config = configure(this.id, checked.value.configSchema, this.#options)
    if (!config.ok) return this.#refused(config.refusal)
    const registration = new Registration(this.id)
    const outcome = await guardedCall({
      plugin: this.id, capability: 'register', timeLimitMs, log, check: () => undefined,
      run: () => checked.value.register(registration.host(fakeParts(world)), config.value),
    })
    registration.end()
    for (const fault of registration.faults) this.says(fault)
    if (!outcome.ok && registration.faults.length === 0) this.says(outcome.fault.message)
    return outcome.ok && registration.faults.length === 0 ? registration : undefined
  }

  /** The answer, when there is one and it fits. `what` tells the author in which case. */
  async call<Kind extends CapabilityKind, Answer = Answers[Kind]>(registered: Registered<Kind>, { what, run, check, signal }: TrialCall<Answer>): Promise<Answer | undefined> {
    const said = (text: string): void => { this.says(`${registered.kind} ${registered.name}, ${what}: ${text}`) }
    const outcome = await callCapability<Kind, Answer>(registered, { run: (context) => run(context()), log, timeLimitMs, signal, ...check === undefined ? {} : { check } })
    if (outcome.ok) return outcome.value
    said(outcome.fault.message)
    return undefined
  }

  async close(registration: Registration): Promise<void> {
    for (const run of registration.closers.toReversed()) {
      const outcome = await guardedCall({ plugin: this.id, capability: 'close', run: () => run(), timeLimitMs, check: () => undefined, log })
      if (!outcome.ok) this.says(outcome.fault.message)
    }
  }

  says(text: string): void {
    if (!this.faults.includes(text)) this.faults.push(text)
  }

  #refused({ reason, advice }: { readonly reason: string, readonly advice: string }): undefined {
    this.says(`${reason}. ${advice}`)
    return undefined
  }
}

export interface TrialCall<Answer> {
  /** The case, in a few words. */
  readonly what: string
  readonly run: (ctx: CallContext) => unknown
  readonly check?: (output: unknown) => Answer
  readonly signal?: AbortSignal
}
