import type { PluginHost } from '../../shared/plugin-api/index.js'
import { fault } from '../errors.js'
import { CallRecord } from './call-record.js'
import { capabilityKinds, type Capabilities, type CapabilityKind, type MemberType } from './capability-kinds.js'
import { kindOf } from './check-candidates.js'
import { unknownKey } from './check-plugin.js'
import type { Registered } from './registered.js'
import { textOfThrown } from './thrown.js'

/** What the core gives a plugin; the registration adds the functions by which the plugin declares what it brings. */
export type HostParts = Omit<PluginHost, 'addMatcher' | 'addEnricher' | 'addGapSource' | 'addFileReader' | 'onClose'>
export type AnyRegistered = { [Kind in CapabilityKind]: Registered<Kind> }[CapabilityKind]

const longestName = 60
const defaultOrder = 50

/** Takes what one plugin declares during its register, and nothing afterwards. */
export class Registration {
  readonly #plugin: string
  #open = true
  readonly capabilities: AnyRegistered[] = []
  readonly closers: (() => unknown)[] = []
  /** Kept beside being thrown: a plugin may swallow what its own call threw. */
  readonly faults: string[] = []

  constructor(plugin: string) {
    this.#plugin = plugin
  }

  host(parts: HostParts): PluginHost {
    return Object.freeze({
      ...parts,
      addMatcher: (matcher: unknown) => { this.#add('matcher', matcher) },
      addEnricher: (enricher: unknown) => { this.#add('enricher', enricher) },
      addGapSource: (source: unknown) => { this.#add('gapSource', source) },
      addFileReader: (reader: unknown) => { this.#add('fileReader', reader) },
      onClose: (close: unknown) => { this.#addCloser(close) },
    })
  }

  end(): void {
    this.#open = false
  }

  #add(kind: CapabilityKind, value: unknown): void {
    const { call } = capabilityKinds[kind]
    this.#mustBeOpen(call)
    const why = this.#take(kind, value)
    if (why !== undefined) this.#refuse(call, why)
  }

  #addCloser(close: unknown): void {
    this.#mustBeOpen('onClose')
    if (typeof close !== 'function') this.#refuse('onClose', `it got ${kindOf(close)}, wanted a function`)
    this.closers.push(close as () => unknown)
  }

  #take(kind: CapabilityKind, value: unknown): string | undefined {
    try {
      const members = readMembers(kind, value)
      if (typeof members === 'string') return members
      return this.#keep(kind, members)
    } catch (error) {
      return textOfThrown(error)
    }
  }

  #keep(kind: CapabilityKind, members: Readonly<Record<string, unknown>>): string | undefined {
    const name = (members['name'] as string | undefined) ?? this.#plugin
    if (this.capabilities.some((other) => other.kind === kind && other.name === name)) return `there is already one named "${name}"; give each a name`
    const order = (members['order'] as number | undefined) ?? defaultOrder
    this.capabilities.push(Object.freeze({ kind, plugin: this.#plugin, name, order, capability: members as unknown as Capabilities[typeof kind], calls: new CallRecord() }) as AnyRegistered)
    return undefined
  }

  #mustBeOpen(call: string): void {
    if (!this.#open) throw fault('S2P_PLUGIN_LATE_CALL', { plugin: this.#plugin, call })
  }

  #refuse(call: string, why: string): never {
    this.faults.push(`${call}: ${why}`)
    throw fault('S2P_PLUGIN_BAD_CALL', { plugin: this.#plugin, call, why })
  }
}

/** A frozen copy of the known members, functions bound to their object; or why it does not fit. */
function readMembers(kind: CapabilityKind, value: unknown): Readonly<Record<string, unknown>> | string {
  if (typeof value !== 'object' || value === null) return `it got ${kindOf(value)}, wanted an object`
  const { required, optional } = capabilityKinds[kind]
  const types: Readonly<Record<string, MemberType>> = { ...required, ...optional }
  const unknown = unknownKey(value, Object.keys(types))
  if (unknown !== undefined) return `unknown key ${unknown}`
  const read = Object.keys(types).map((name) => [name, (value as Readonly<Record<string, unknown>>)[name]] as const).filter(([, member]) => member !== undefined)
  const missing = Object.keys(required).find((name) => !read.some(([present]) => present === name))
  if (missing !== undefined) return `it has no ${missing}`
  const wrong = read.map(([name, member]) => memberFault(name, member, types[name])).find((why) => why !== undefined)
  return wrong ?? Object.freeze(Object.fromEntries(read.map(([name, member]) => [name, bound(member, value)])))
}

function memberFault(name: string, member: unknown, type: MemberType | undefined): string | undefined {
  if (type === 'side') return member === 'plex' || member === 'stash' ? undefined : 'its side must be "plex" or "stash"'
  if (typeof member !== type) return `its ${name} is ${kindOf(member)}, wanted a ${type}`
  if (typeof member === 'number' && !Number.isFinite(member)) return `its ${name} is not a finite number`
  if (typeof member === 'string' && (member.trim() === '' || member.length > longestName)) return `its ${name} must have 1 to ${longestName} characters`
  return undefined
}

function bound(member: unknown, owner: object): unknown {
  return typeof member === 'function' ? (...given: unknown[]): unknown => Reflect.apply(member, owner, given) : member
}
