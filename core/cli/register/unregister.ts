import { IDENTIFIER } from '../../plex/rating-key.js'
import { fault } from '../../errors.js'
import type { AgentLibrary, LibraryAgent, PlexAgents, ProviderGroup } from '../../plex-server/plex-agents.js'
import type { EarlierAgents } from './earlier-agents.js'
import { ownGroups } from './register.js'

export interface UnregisterParts {
  readonly agents: PlexAgents
  readonly earlier: EarlierAgents
  /** For libraries of which it is not known what they used before. */
  readonly otherwise: string | undefined
}

export interface Unregistered {
  readonly libraries: readonly { readonly id: string, readonly title: string, readonly agent: string }[]
  /** Titles of the agents that were removed. */
  readonly agents: readonly string[]
  readonly provider: 'removed' | 'was not there'
}

/**
 * Undoes `register`, from the libraries inwards, so that nothing in Plex ever points at something that is gone.
 * @throws `S2P_PLEX_LIBRARY_STILL_USED`, `S2P_PLEX_PROVIDER_IN_USE`, before anything else than libraries was changed
 */
export async function unregister(parts: UnregisterParts): Promise<Unregistered> {
  const { agents } = parts
  const [providers, groups] = [(await agents.providers()).filter(({ identifier }) => identifier === IDENTIFIER), await agents.groups()]
  const own = ownGroups(groups)
  refuseSharedProvider(providers.map(({ id }) => id), groups.filter((group) => !own.includes(group)))
  const libraries = await giveBack(await librariesUsing(own, agents), groups.filter((group) => !own.includes(group)), parts)
  for (const { id } of own) await agents.removeGroup(id)
  for (const { id } of providers) await agents.remove(id)
  return { libraries, agents: own.map(({ title }) => title), provider: providers.length > 0 ? 'removed' : 'was not there' }
}

/** Plex removes no provider that an agent still uses. */
function refuseSharedProvider(ids: readonly string[], others: readonly ProviderGroup[]): void {
  const using = others.filter(({ providerIds }) => providerIds.some((id) => ids.includes(id)))
  if (using.length > 0) throw fault('S2P_PLEX_PROVIDER_IN_USE', { agents: using.map(({ title }) => title).join(', ') })
}

async function librariesUsing(own: readonly ProviderGroup[], agents: PlexAgents): Promise<readonly AgentLibrary[]> {
  const groupIds = new Set(own.map(({ id }) => id))
  return (await agents.libraries()).filter(({ agent, groupId }) => agent === IDENTIFIER || (groupId !== undefined && groupIds.has(groupId)))
}

async function giveBack(libraries: readonly AgentLibrary[], remaining: readonly ProviderGroup[], { agents, earlier, otherwise }: UnregisterParts): Promise<Unregistered['libraries']> {
  const planned = libraries.map((library) => ({ library, before: usable(earlier.of(library.id), remaining) ?? (otherwise === undefined ? undefined : { agent: otherwise, groupId: undefined }) }))
  const stuck = planned.filter(({ before }) => before === undefined).map(({ library }) => library.title)
  const given: Unregistered['libraries'][number][] = []
  for (const { library, before } of planned) {
    if (before === undefined) continue
    await agents.useAgent(library, before)
    earlier.forget(library.id)
    given.push({ id: library.id, title: library.title, agent: before.agent })
  }
  if (stuck.length > 0) throw fault('S2P_PLEX_LIBRARY_STILL_USED', { libraries: stuck.join(', ') })
  return given
}

/** An agent made of providers must still be there. */
function usable(before: LibraryAgent | undefined, remaining: readonly ProviderGroup[]): LibraryAgent | undefined {
  if (before === undefined || before.agent === IDENTIFIER) return undefined
  if (before.groupId === undefined) return before
  return remaining.some(({ id, primaryIdentifier }) => id === before.groupId && primaryIdentifier === before.agent) ? before : undefined
}
