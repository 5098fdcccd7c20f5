import { httpFault } from './http-fault.js'
import { readManifest } from './manifest.js'
import type { Manifest } from './manifest.js'
import type { ProviderCaller } from './provider-calls.js'
import { ProviderGroups } from './provider-groups.js'

export interface Provider extends Manifest {
  readonly id: number
  /** As registered, without a slash at its end. */
  readonly uri: string
}

/** Registered providers. */
export class Providers {
  readonly all = new Map<number, Provider>()
  readonly groups = new ProviderGroups(this.all)
  readonly #caller: ProviderCaller
  #lastId = 0

  constructor(caller: ProviderCaller) {
    this.#caller = caller
  }

  get(id: number): Provider {
    const provider = this.all.get(id)
    if (provider === undefined) throw httpFault(404, `no provider ${id}`)
    return provider
  }

  /** Reads the provider document and keeps it; 400 when it is refused, 409 when its identifier is registered. */
  async register(uri: string): Promise<Provider> {
    const provider = await this.#read(uri, this.#lastId + 1)
    if (this.byIdentifier(provider.identifier) !== undefined) throw httpFault(409, `${provider.identifier} is already registered`)
    this.#lastId = provider.id
    this.all.set(provider.id, provider)
    return provider
  }

  /** Another address for a provider; everything else is read again from there. */
  async move(id: number, uri: string): Promise<Provider> {
    this.get(id)
    const provider = await this.#read(uri, id)
    const holder = this.byIdentifier(provider.identifier)
    if (holder !== undefined && holder.id !== id) throw httpFault(409, `${provider.identifier} is already registered`)
    this.all.set(id, provider)
    return provider
  }

  /** Reads every provider document again: until then, what a provider changed in it is not seen. */
  async refresh(): Promise<void> {
    for (const { id, uri } of this.all.values()) this.all.set(id, await this.#read(uri, id))
  }

  remove(id: number): void {
    this.get(id)
    if (this.groups.uses(id)) throw httpFault(403, 'a group uses this provider')
    this.all.delete(id)
  }

  /** Whether it answers now. */
  async isOnline({ uri }: Provider): Promise<boolean> {
    return (await this.#caller.manifest(uri)).ok
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
