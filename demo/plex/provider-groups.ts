import { httpFault } from './http-fault.js'
import type { Provider } from './providers.js'

export interface GroupItem {
  readonly id: number
  readonly providerId: number
}

export interface ProviderGroup {
  readonly id: number
  title: string
  readonly primaryIdentifier: string
  /** In their order; the primary need not stay first. */
  items: readonly GroupItem[]
}

/** Groups made of registered providers (what the user interface calls agents). */
export class ProviderGroups {
  readonly all = new Map<number, ProviderGroup>()
  readonly #providers: ReadonlyMap<number, Provider>
  #lastId = 0

  constructor(providers: ReadonlyMap<number, Provider>) {
    this.#providers = providers
  }

  get(id: number): ProviderGroup {
    const group = this.all.get(id)
    if (group === undefined) throw httpFault(404, `no group ${id}`)
    return group
  }

  /** The primary becomes the first item by itself. */
  create(title: string, primaryIdentifier: string): ProviderGroup {
    const primary = [...this.#providers.values()].find(({ identifier }) => identifier === primaryIdentifier)
    if (title === '' || primary === undefined) throw httpFault(400, `Unable to find metadata agent provider for identifier '${primaryIdentifier}'`)
    const group = { id: ++this.#lastId, title, primaryIdentifier, items: [{ id: ++this.#lastId, providerId: primary.id }] }
    this.all.set(group.id, group)
    return group
  }

  /** Its items go with it. */
  remove(id: number): void {
    this.get(id)
    this.all.delete(id)
  }

  /** Puts a provider behind an item, at the beginning (-1), or at the end; all of one group must describe the same types. */
  place(id: number, providerId: number, after?: number): ProviderGroup {
    const group = this.get(id)
    const provider = this.#providers.get(providerId)
    if (provider === undefined) throw httpFault(404, `no provider ${providerId}`)
    if (String(this.#primaryOf(group)?.types) !== String(provider.types)) throw httpFault(400, 'auxiliary provider metadata is not compatible with the primary provider in the group')
    const item = group.items.find((one) => one.providerId === providerId) ?? { id: ++this.#lastId, providerId }
    const others = group.items.filter((one) => one !== item)
    group.items = others.toSpliced(positionIn(others, after), 0, item)
    return group
  }

  take(id: number, providerId: number): ProviderGroup {
    const group = this.get(id)
    if (!group.items.some((item) => item.providerId === providerId)) throw httpFault(404, `provider ${providerId} is not in the group`)
    if (this.#primaryOf(group)?.id === providerId) throw httpFault(403, 'the primary provider cannot leave its group')
    group.items = group.items.filter((item) => item.providerId !== providerId)
    return group
  }

  uses(providerId: number): boolean {
    return [...this.all.values()].some(({ items }) => items.some((item) => item.providerId === providerId))
  }

  #primaryOf({ primaryIdentifier }: ProviderGroup): Provider | undefined {
    return [...this.#providers.values()].find(({ identifier }) => identifier === primaryIdentifier)
  }
}

function positionIn(items: readonly GroupItem[], after: number | undefined): number {
  if (after === undefined) return items.length
  if (after === -1) return 0
  const at = items.findIndex(({ id }) => id === after)
  if (at < 0) throw httpFault(400, `no item ${after} in the group`)
  return at + 1
}
