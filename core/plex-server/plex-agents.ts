import { fault, type CodedError } from '../errors.js'
import { asNumber, asText, objectsIn, type Json } from './json.js'
import type { Method, PlexClient } from './plex-client.js'
import { readSection } from './plex-item.js'

/** A metadata provider that Plex knows. */
export interface RegisteredProvider {
  readonly id: string
  readonly identifier: string
  /** The address that Plex asks. */
  readonly uri: string
  /** Whether it answered Plex last; undefined when Plex does not tell. */
  readonly online: boolean | undefined
}

/** What Plex calls an agent: providers, the primary one first. */
export interface ProviderGroup {
  readonly id: string
  readonly title: string
  readonly primaryIdentifier: string
  readonly providerIds: readonly string[]
}

/** What a library matches and describes its items with. */
export interface LibraryAgent {
  readonly agent: string
  readonly groupId: string | undefined
}

export interface AgentLibrary extends LibraryAgent {
  readonly id: string
  readonly title: string
  readonly type: string
  readonly scanner: string
  readonly language: string
}

const base = '/media/providers/metadata'

/** Plex's providers, the agents made of them, and the libraries that use these. Plex 1.43 or newer; the owner's token. */
export class PlexAgents {
  readonly #client: Pick<PlexClient, 'send' | 'url'>

  constructor(client: Pick<PlexClient, 'send' | 'url'>) {
    this.#client = client
  }

  /** Where Plex is asked, fit to be shown. */
  get url(): string {
    return this.#client.url
  }

  /** @throws `S2P_PLEX_TOO_OLD` */
  async providers(): Promise<readonly RegisteredProvider[]> {
    const { status, container } = await this.#client.send('GET', base)
    if (status === 404) throw fault('S2P_PLEX_TOO_OLD', { url: this.#client.url })
    this.#must(status, 'list its metadata providers')
    return objectsIn(container['MetadataAgentProvider']).map(readProvider).filter((provider) => provider !== undefined)
  }

  /** The status: 200, 400 when Plex cannot reach the address or dislikes what it reads there, 409 when it has the provider. */
  async add(uri: string): Promise<number> {
    return (await this.#client.send('POST', `${base}?${query({ uri })}`)).status
  }

  /** The status, as of {@link add}; 404 when Plex has no such provider. */
  async move(id: string, uri: string): Promise<number> {
    return (await this.#client.send('PUT', `${base}/${encodeURIComponent(id)}?${query({ uri })}`)).status
  }

  /** One that is gone already is no fault. */
  async remove(id: string): Promise<void> {
    await this.#change('DELETE', `${base}/${encodeURIComponent(id)}`, 'remove the provider')
  }

  async groups(): Promise<readonly ProviderGroup[]> {
    const { status, container } = await this.#client.send('GET', `${base}/group`)
    this.#must(status, 'list its agents')
    return objectsIn(container['MetadataAgentProviderGroup']).map(readGroup).filter((group) => group !== undefined)
  }

  /** Its primary provider becomes its first one. */
  async addGroup(title: string, primaryIdentifier: string): Promise<ProviderGroup> {
    const { status, container } = await this.#client.send('POST', `${base}/group?${query({ title, primaryIdentifier })}`)
    this.#must(status, 'make an agent')
    const made = objectsIn(container['MetadataAgentProviderGroup']).map(readGroup)[0]
    const found = made ?? (await this.groups()).find((group) => group.primaryIdentifier === primaryIdentifier)
    if (found === undefined) throw this.#refused('make an agent', status)
    return found
  }

  /** One that is gone already is no fault. */
  async removeGroup(id: string): Promise<void> {
    await this.#change('DELETE', `${base}/group/${encodeURIComponent(id)}`, 'remove the agent')
  }

  async libraries(): Promise<readonly AgentLibrary[]> {
    const { status, container } = await this.#client.send('GET', '/library/sections')
    this.#must(status, 'list its libraries')
    return objectsIn(container['Directory']).map(readLibrary).filter((library) => library !== undefined)
  }

  /** Name, scanner and language are sent along as they are: Plex takes an edit for the whole of these. */
  async useAgent({ id, title: name, scanner, language }: AgentLibrary, { agent, groupId }: LibraryAgent): Promise<void> {
    const edit = query({ agent, name, ...scanner === '' ? {} : { scanner }, ...language === '' ? {} : { language }, ...groupId === undefined ? {} : { metadataAgentProviderGroupId: groupId } })
    const { status } = await this.#client.send('PUT', `/library/sections/${encodeURIComponent(id)}?${edit}`)
    this.#must(status, `change the agent of the library "${name}"`)
  }

  async #change(method: Method, path: string, what: string): Promise<void> {
    const { status } = await this.#client.send(method, path)
    if (status !== 404) this.#must(status, what)
  }

  #must(status: number, what: string): void {
    if (status < 200 || status > 299) throw this.#refused(what, status)
  }

  #refused(what: string, status: number): CodedError {
    const mend = status === 403 ? 'The token must be that of the server\'s owner, and nothing else in Plex may depend on it.' : 'Do it in Plex itself: Settings, Metadata Agents.'
    return fault('S2P_PLEX_REFUSES', { url: this.#client.url, what, status, mend })
  }
}

function query(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString()
}

function readProvider(json: Json): RegisteredProvider | undefined {
  const [id, identifier] = [asText(json['id']), asText(json['identifier'])]
  if (id === undefined || identifier === undefined) return undefined
  const online = json['online']
  return { id, identifier, uri: asText(json['uri']) ?? '', online: typeof online === 'boolean' ? online : asNumber(online) === undefined ? undefined : asNumber(online) === 1 }
}

function readGroup(json: Json): ProviderGroup | undefined {
  const id = asText(json['id'])
  if (id === undefined) return undefined
  const items = objectsIn(json['MetadataAgentProviderGroupItem']).map((item) => asText(item['metadataAgentProviderId'])).filter((provider) => provider !== undefined)
  return { id, title: asText(json['title']) ?? '', primaryIdentifier: asText(json['primaryIdentifier']) ?? '', providerIds: items }
}

function readLibrary(json: Json): AgentLibrary | undefined {
  const section = readSection(json)
  if (section === undefined) return undefined
  const { id, title, type, agent } = section
  return { id, title, type, agent, scanner: asText(json['scanner']) ?? '', language: asText(json['language']) ?? '', groupId: asText(json['metadataAgentProviderGroupId']) }
}
