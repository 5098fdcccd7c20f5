import type { Logger } from '../../shared/plugin-api/index.js'
import { inOrder } from './capability-order.js'
import { checkPlugin, type CheckedPlugin } from './check-plugin.js'
import { configure } from './configure.js'
import { discover } from './discover.js'
import { guardedCall } from './guarded-call.js'
import { importPlugin } from './import-plugin.js'
import { optional, placesInList, planPlugins, type Entry, type PlannedPlugin } from './plan.js'
import type { CapabilityStatus, PluginStatus } from './plugin-status.js'
import { done, failed, refused, type Refusal, type Step } from './refusal.js'
import { Registration, type AnyRegistered, type HostParts } from './registration.js'
import type { CapabilityKind } from './capability-kinds.js'
import type { Registered } from './registered.js'

export interface PluginSystemOptions {
  /** Absolute; the built `dist/plugins`. */
  readonly bundledDir: string
  /** Absolute; need not exist. */
  readonly pluginsDir: string
  readonly entries: readonly Entry[]
  /** Bundled plugins that run without being named; every bundled one when absent. */
  readonly defaultSet?: readonly string[]
  readonly host: (pluginId: string) => HostParts
  readonly log: Logger
  /** Milliseconds. */
  readonly limits?: Partial<typeof defaultLimits>
}

const defaultLimits = { load: 10_000, register: 10_000, close: 5000 }

interface Slot {
  readonly planned: PlannedPlugin
  readonly outcome: Step<Registration>
}

/** The plugins that were loaded at start. One that is broken has a status, and nothing else happens because of it. */
export class PluginSystem {
  readonly matchers: readonly Registered<'matcher'>[]
  readonly enrichers: readonly Registered<'enricher'>[]
  readonly gapSources: readonly Registered<'gapSource'>[]
  readonly fileReaders: readonly Registered<'fileReader'>[]
  readonly #slots: readonly Slot[]
  readonly #folderFaults: readonly string[]
  readonly #closing: (() => Promise<void>)[]
  #closed: Promise<void> | undefined

  private constructor(slots: readonly Slot[], folderFaults: readonly string[], o: PluginSystemOptions) {
    const all = inOrder(slots.flatMap(({ outcome }) => (outcome.ok ? outcome.value.capabilities : [])), placesInList(o.entries))
    this.matchers = ofKind(all, 'matcher')
    this.enrichers = ofKind(all, 'enricher')
    this.gapSources = ofKind(all, 'gapSource')
    this.fileReaders = ofKind(all, 'fileReader')
    this.#slots = slots
    this.#folderFaults = folderFaults
    this.#closing = slots.toReversed().flatMap(({ planned, outcome }) => (outcome.ok ? [() => closeAll(planned.id, outcome.value, o)] : []))
  }

  /** Finds, loads, checks, configures and registers the plugins, one by one. Rejects for no plugin's sake. */
  static async load(o: PluginSystemOptions): Promise<PluginSystem> {
    const discovery = await discover(o)
    const ready: { readonly planned: PlannedPlugin, readonly step: Step<Ready> }[] = []
    for (const planned of planPlugins(discovery, o)) ready.push({ planned, step: await prepare(planned, o) })
    const slots: Slot[] = []
    for (const { planned, step } of ready) slots.push({ planned, outcome: step.ok ? await register(step.value, o) : step })
    const system = new PluginSystem(slots, discovery.faults, o)
    for (const line of system.faults()) o.log.error(line)
    return system
  }

  statuses(): readonly PluginStatus[] {
    return this.#slots.map(({ planned, outcome }) => ({
      id: planned.id,
      source: planned.source,
      file: planned.file,
      status: outcome.ok ? 'active' : outcome.refusal.status,
      reason: outcome.ok ? undefined : outcome.refusal.reason,
      advice: outcome.ok ? undefined : outcome.refusal.advice,
      capabilities: [...this.matchers, ...this.enrichers, ...this.gapSources, ...this.fileReaders].filter(({ plugin }) => outcome.ok && plugin === planned.id).map(statusOf),
    }))
  }

  /** One line for each plugin that should run and does not, and for each folder that cannot be read. */
  faults(): readonly string[] {
    const plugins = this.#slots.flatMap(({ planned, outcome }) => (outcome.ok || isChosen(outcome.refusal) ? [] : [`plugins.${planned.id}: ${outcome.refusal.reason}. ${outcome.refusal.advice}`]))
    return [...this.#folderFaults, ...plugins]
  }

  /** Closes the plugins in the reverse order of their registration, 5 s for each closer. */
  close(): Promise<void> {
    this.#closed ??= (async () => {
      for (const closePlugin of this.#closing) await closePlugin()
    })()
    return this.#closed
  }
}

interface Ready {
  readonly plugin: CheckedPlugin
  readonly config: unknown
}

async function prepare({ id, file, named, options, refusal }: PlannedPlugin, o: PluginSystemOptions): Promise<Step<Ready>> {
  if (refusal !== undefined) return refused(refusal)
  if (file === undefined) return failed('it has no file', 'Put it into the plugins folder.')
  const imported = await importPlugin(file, o.limits?.load ?? defaultLimits.load)
  if (!imported.ok) return imported
  const plugin = checkPlugin(imported.value, id)
  if (!plugin.ok) return plugin
  if (!named && !plugin.value.enabledByDefault) return refused(optional(id))
  const config = configure(id, plugin.value.configSchema, options)
  return config.ok ? done({ plugin: plugin.value, config: config.value }) : config
}

async function register({ plugin, config }: Ready, o: PluginSystemOptions): Promise<Step<Registration>> {
  const registration = new Registration(plugin.id)
  const outcome = await guardedCall({
    plugin: plugin.id,
    capability: 'register',
    run: () => plugin.register(registration.host(o.host(plugin.id)), config),
    timeLimitMs: o.limits?.register ?? defaultLimits.register,
    check: () => undefined,
    log: o.log,
  })
  registration.end()
  if (outcome.ok && registration.faults.length === 0) return done(registration)
  await closeAll(plugin.id, registration, o)
  const reason = registration.faults.length > 0 || outcome.ok ? registration.faults.join('; ') : outcome.fault.message
  return failed(reason, 'Mend the plugin, or set enabled: false for it.')
}

async function closeAll(id: string, registration: Registration, o: PluginSystemOptions): Promise<void> {
  for (const run of registration.closers.toReversed()) {
    await guardedCall({ plugin: id, capability: 'close', run: () => run(), timeLimitMs: o.limits?.close ?? defaultLimits.close, check: () => undefined, log: o.log })
  }
}

function ofKind<Kind extends CapabilityKind>(all: readonly AnyRegistered[], kind: Kind): readonly Registered<Kind>[] {
  return Object.freeze(all.filter((registered): registered is AnyRegistered & Registered<Kind> => registered.kind === kind))
}

/** `disabled` and `available` are the admin's choice, not a fault. */
function isChosen({ status }: Refusal): boolean {
  return status === 'disabled' || status === 'available'
}

function statusOf({ kind, name, order, calls }: AnyRegistered): CapabilityStatus {
  return { kind, name, order, ...calls.figures() }
}
