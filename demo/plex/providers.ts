import { httpFault } from './http-fault.js'
import { readManifest } from './manifest.js'
import type { Manifest } from './manifest.js'
import type { ProviderCaller } from './provider-calls.js'

export interface Provider extends Manifest {
  readonly id: number
  /** As registered, without a slash at its end. */
  readonly uri: string
}

export interface ProviderGroup {
  readonly id: number
  title: string
  readonly primaryIdentifier: string
  /** The primary first. */
  readonly providerIds: number[]
}

/** Registered providers and the groups made of them (what the user interface calls agents). */
export class Providers {
  readonly all = new Map<number, Provider>()
  readonly groups = new Map<number, ProviderGroup>()
  readonly #caller: ProviderCaller
  #lastId = 0

  constructor(caller: ProviderCaller) {
    this.#caller = caller
  }

  /** Reads the provider document and keeps it; 400 when it is refused, 409 when its identifier is registered. */
  async register(uri: string): Promise<Provider> {
    const provider = await this.#read(uri, ++this.#lastId)
    if (this.byIdentifier(provider.identifier) !== undefined) throw httpFault(409, `${provider.identifier} is already registered`)
    this.all.set(provider.id, provider)
    return provider
  }

  /** Reads every provider document again: until then, what a provider changed in it is not seen. */
  async refresh(): Promise<void> {
    for (const { id, uri } of this.all.values()) this.all.set(id, await this.#read(uri, id))
  }

  remove(id: number): void {
    if (!this.all.has(id)) throw httpFault(404, `no provider ${id}`)
    if ([...this.groups.values()].some((group) => group.providerIds.includes(id))) throw httpFault(403, 'a group uses this provider')
    this.all.delete(id)
  }

  createGroup(title: string, primaryIdentifier: string): ProviderGroup {
    const primary = this.byIdentifier(primaryIdentifier)
    if (title === '' || primary === undefined) throw httpFault(400, `Unable to find metadata agent provider for identifier '${primaryIdentifier}'`)
    const group = { id: ++this.#lastId, title, primaryIdentifier, providerIds: [primary.id] }
    this.groups.set(group.id, group)
    return group
  }

  /** Adds a provider to a group; all of one group must describe the same types. */
  join(groupId: number, providerId: number): ProviderGroup {
    const group = this.groups.get(groupId)
    const provider = this.all.get(providerId)
    if (group === undefined || provider === undefined) throw httpFault(404, 'no such group or provider')
    const primary = this.all.get(group.providerIds[0] ?? -1)
    if (String(primary?.types) !== String(provider.types)) throw httpFault(400, 'auxiliary provider metadata is not compatible with the primary provider in the group')
    if (!group.providerIds.includes(providerId)) group.providerIds.push(providerId)
    return group
  }

  byIdentifier(identifier: string): Provider | undefined {
    return [...this.all.values()].find((provider) => provider.identifier === identifier)
  }

  async #read(uri: string, id: number): Promise<Provider> {
    if (!URL.canParse(uri)) throw httpFault(400, 'uri is not a URL')
    const answer = await this.#caller.manifest(uri)
    if (!answer.ok) throw httpFault(400, `the provider document cannot be read: ${answer.reason}`)
    const manifest = readManifest(answer.container, new URL(uri))
    if (typeof manifest === 'string') throw httpFault(400, `the provider document is refused: ${manifest}`)
    return { ...manifest, id, uri: uri.replace(/\/+$/, '') }
  }
}
