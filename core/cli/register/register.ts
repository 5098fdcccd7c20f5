import { fault } from '../../errors.js'
import { IDENTIFIER } from '../../plex/rating-key.js'
import type { AgentLibrary, LibraryAgent, PlexAgents, ProviderGroup } from '../../plex-server/plex-agents.js'
import type { EarlierAgents } from './earlier-agents.js'
import { shownUri, type ProviderAddress } from './provider-address.js'
import { whyRefused } from './why-refused.js'

export interface RegisterParts {
  readonly agents: PlexAgents
  readonly address: ProviderAddress
  /** What a new agent is called in Plex. */
  readonly name: string
  readonly earlier: EarlierAgents
}

export interface Registered {
  readonly provider: { readonly id: string, readonly address: string, readonly done: 'added' | 'moved' | 'kept', readonly before?: string }
  readonly agent: { readonly id: string, readonly title: string, readonly done: 'made' | 'kept' }
}

export interface LibrarySet {
  readonly id: string
  readonly title: string
  readonly done: 'set' | 'kept'
  readonly before: string
  /** False: `unregister` will not know what to put back. */
  readonly remembered: boolean
}

/** Makes Plex know the provider and an agent of it, each once, whatever it knew before. */
export async function register(parts: RegisterParts): Promise<Registered> {
  const provider = await placeProvider(parts)
  const [known] = ownGroups(await parts.agents.groups())
  const group = known ?? await parts.agents.addGroup(parts.name, IDENTIFIER)
  return { provider, agent: { id: group.id, title: group.title, done: known === undefined ? 'made' : 'kept' } }
}

export function ownGroups(groups: readonly ProviderGroup[]): readonly ProviderGroup[] {
  return groups.filter(({ primaryIdentifier }) => primaryIdentifier === IDENTIFIER)
}

async function placeProvider({ agents, address }: RegisterParts): Promise<Registered['provider']> {
  const known = await ownProvider(agents)
  if (known === undefined) return await addProvider({ agents, address })
  const { id, uri } = known
  if (uri.replace(/\/+$/, '') === address.uri) return { id, address: address.shown, done: 'kept' }
  const status = await agents.move(id, address.uri)
  if (status === 404) return await addProvider({ agents, address })
  if (status > 299) throw await whyRefused(agents, address, status)
  return { id, address: address.shown, done: 'moved', before: shownUri(uri) }
}

async function addProvider({ agents, address }: Pick<RegisterParts, 'agents' | 'address'>): Promise<Registered['provider']> {
  const status = await agents.add(address.uri)
  // Somebody else may have added it at this very moment.
  if (status > 299 && status !== 409) throw await whyRefused(agents, address, status)
  const added = await ownProvider(agents)
  if (added === undefined) throw fault('S2P_PLEX_PROVIDER_REFUSED', { url: agents.url, address: address.shown, why: 'it answered that all is well, and does not list it' })
  return { id: added.id, address: address.shown, done: status === 409 ? 'kept' : 'added' }
}

async function ownProvider(agents: PlexAgents) {
  return (await agents.providers()).find(({ identifier }) => identifier === IDENTIFIER)
}

/** Gives a library to the agent, unless it has it already. */
export async function giveLibrary(library: AgentLibrary, wanted: LibraryAgent, { agents, earlier }: RegisterParts): Promise<LibrarySet> {
  const { id, title, agent: before } = library
  if (isOurs(library)) return { id, title, done: 'kept', before, remembered: true }
  const remembered = earlier.remember(id, library)
  await agents.useAgent(library, wanted)
  return { id, title, done: 'set', before, remembered }
}

export function isOurs({ agent, groupId }: LibraryAgent): boolean {
  return agent === IDENTIFIER && groupId !== undefined
}
