import { printable } from '../../../shared/text/printable.js'
import type { Config } from '../../config/config.js'
import { fault } from '../../errors.js'
import { IDENTIFIER } from '../../plex/rating-key.js'
import type { CommandLine } from '../command-line.js'
import type { Terminal } from '../terminal.js'
import { askForLibraries, filmLibraries, librariesNamed } from './choose-libraries.js'
import { EarlierAgents } from './earlier-agents.js'
import { withPlex, type PlexAtHand } from './plex-at-hand.js'
import { providerAddress, type ProviderAddress } from './provider-address.js'
import { giveLibrary, isOurs, register, type LibrarySet, type Registered, type RegisterParts } from './register.js'

export async function runRegister(line: CommandLine, terminal: Terminal): Promise<number> {
  return await withPlex(line, terminal, async (plex) => {
    const { agents, config, machine } = plex
    const libraries = await agents.libraries()
    // Before anything is changed, so that a misspelt name leaves nothing half done.
    const named = librariesNamed(line.texts('library'), libraries)
    const address = await addressFor(plex, line, terminal)
    const parts: RegisterParts = { agents, address, name: line.text('name') ?? 'Stash2Plex', earlier: new EarlierAgents(config.dataDir, machine) }
    const done = await register(parts)
    const json = line.flag('json')
    if (!json) await terminal.say(...doneLines(done))
    const chosen = named.length > 0 || json || !terminal.interactive ? named : await askForLibraries(libraries, terminal)
    const sets: LibrarySet[] = []
    for (const library of chosen) sets.push(await giveLibrary(library, { agent: IDENTIFIER, groupId: done.agent.id }, parts))
    const using = filmLibraries(libraries).filter((library) => isOurs(library) || chosen.includes(library))
    const next = nextStep(sets, using.length)
    await terminal.say(...json ? [JSON.stringify({ ...done, libraries: sets, next })] : [...sets.flatMap(libraryLines), `Next: ${next}`])
    return 0
  })
}

async function addressFor({ config }: PlexAtHand, line: CommandLine, terminal: Terminal): Promise<ProviderAddress> {
  const known = line.text('address') ?? config.providerUrl ?? config.publicUrl
  if (known !== undefined) return providerAddress(known, config)
  if (!terminal.interactive || line.flag('json')) throw fault('S2P_ADDRESS_UNKNOWN', {})
  return await askForAddress(config, terminal)
}

async function askForAddress(config: Config, terminal: Terminal): Promise<ProviderAddress> {
  const answer = await terminal.ask(`At which address does Plex reach Stash2Plex? For example http://192.168.1.10:${config.port}: `)
  if (answer === '') throw fault('S2P_ADDRESS_UNKNOWN', {})
  return providerAddress(answer, config)
}

function doneLines({ provider, agent }: Registered): string[] {
  const place = { added: `Added the provider at ${provider.address}.`, moved: `Moved the provider from ${provider.before} to ${provider.address}.`, kept: `The provider is there already, at ${provider.address}.` }[provider.done]
  const title = printable(agent.title)
  return [place, agent.done === 'made' ? `Made the agent "${title}".` : `The agent "${title}" is there already.`]
}

function libraryLines({ title, done, before, remembered }: LibrarySet): string[] {
  const name = printable(title)
  if (done === 'kept') return [`The library "${name}" uses it already.`]
  return [`The library "${name}" uses it now; before, it used ${before}.`, ...remembered ? [] : ['  That could not be written into the data folder: note it, if you want to go back one day.']]
}

function nextStep(sets: readonly LibrarySet[], using: number): string {
  const fresh = sets.filter(({ done }) => done === 'set').map(({ title }) => printable(title))
  if (fresh.length > 0) return `in Plex, "Refresh All Metadata" of ${fresh.join(', ')}, so that what is in there is matched.`
  if (using > 0) return 'nothing; all is as it should be. "stash2plex doctor" looks at the rest.'
  return 'give it a library by "stash2plex register --library <name>", or in Plex: Edit, Advanced, Agent.'
}
