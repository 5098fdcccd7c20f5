import { IDENTIFIER } from '../../plex/rating-key.js'
import { PlexAgents, type AgentLibrary, type RegisteredProvider } from '../../plex-server/plex-agents.js'
import { PlexClient } from '../../plex-server/plex-client.js'
import { providerAddress, shownUri } from '../register/provider-address.js'
import { isOurs, ownGroups } from '../register/register.js'
import { filmLibraries } from '../register/choose-libraries.js'
import { silentLog } from '../silent-log.js'
import { findingsOn, type Finding } from './finding.js'
import type { Situation } from './situation.js'
import { isOlder } from './versions.js'

const on = findingsOn('Plex')
const onProvider = findingsOn('in Plex')
const oldest = '1.43'
const bestScanner = 'Plex Video Files Scanner'

export async function checkPlex(situation: Situation): Promise<readonly Finding[]> {
  const { reading, hostNotes } = situation
  if (reading === undefined) return seenByServer(situation)
  const { plex } = reading.config
  if (plex === undefined) return [on.note('PLEX_URL and PLEX_TOKEN are not set: files of the same name under two library folders cannot be told apart, and nothing in Plex can be looked at', 'Set both.')]
  const client = new PlexClient({ ...plex, log: silentLog, timeLimitMs: patience })
  try {
    const found = await lookAt(client)
    const usable = found.every(({ verdict }) => verdict !== 'fault')
    return [...found, ...hostNotes.filter((note) => note.startsWith('PLEX_URL')).map((note) => on.note(note)), ...usable ? await lookInside(new PlexAgents(client), situation) : []]
  } catch (error) {
    return [on.failed(error)]
  } finally {
    await client.close()
  }
}

/** Milliseconds. */
const patience = 10_000

async function lookAt(client: PlexClient): Promise<Finding[]> {
  const { version } = await client.identity()
  if (isOlder(version, oldest)) return [on.fault(`it is version ${version}; custom metadata providers came with ${oldest}`, 'Update Plex Media Server.')]
  const films = (await client.sections()).filter(({ type }) => type === 'movie')
  const titles = films.map(({ title }) => title).join(', ')
  return [on.fine(`${version} at ${client.url} takes the token; libraries of films: ${titles || 'none'}`), ...films.length === 0 ? [on.fault('it has no library of films or other videos', 'Make one in Plex: Add Library, Other Videos.')] : []]
}

async function lookInside(agents: PlexAgents, situation: Situation): Promise<Finding[]> {
  try {
    const provider = (await agents.providers()).find(({ identifier }) => identifier === IDENTIFIER)
    if (provider === undefined) return [onProvider.fault('it does not know Stash2Plex yet', 'stash2plex register')]
    return [...addressFindings(provider, situation), ...await agentFindings(agents)]
  } catch (error) {
    return [onProvider.failed(error)]
  }
}

function addressFindings({ uri, online }: RegisteredProvider, { reading }: Situation): Finding[] {
  const base = reading?.config.providerUrl ?? reading?.config.publicUrl
  const wanted = base === undefined || reading === undefined ? undefined : providerAddress(base, reading.config)
  const shown = shownUri(uri, wanted)
  if (wanted !== undefined && uri.replace(/\/+$/, '') !== wanted.uri) return [onProvider.fault(`it asks Stash2Plex at ${shown}, but the settings say ${wanted.shown}`, 'stash2plex register')]
  if (online === false) return [onProvider.fault(`it knows Stash2Plex at ${shown}, and gets no answer there`, 'Start Stash2Plex, or if it runs, register it at an address that Plex\'s own machine can reach: stash2plex register --address <url>.')]
  return [onProvider.fine(`it asks Stash2Plex at ${shown}`)]
}

async function agentFindings(agents: PlexAgents): Promise<Finding[]> {
  if (ownGroups(await agents.groups()).length === 0) return [onProvider.fault('it has no agent that is made of Stash2Plex', 'stash2plex register')]
  const films = filmLibraries(await agents.libraries())
  const [using, others] = [films.filter(isOurs), films.filter((library) => !isOurs(library))]
  if (using.length === 0) return [onProvider.fault('no library uses the agent', `stash2plex register --library "${films[0]?.title ?? '<name>'}"`)]
  return [onProvider.fine(`used by ${titlesOf(using)}${others.length === 0 ? '' : `; not by ${titlesOf(others)}`}`), ...using.flatMap(scannerFinding)]
}

function scannerFinding({ title, scanner }: AgentLibrary): Finding[] {
  if (scanner === '' || scanner === bestScanner) return []
  return [onProvider.note(`the library "${title}" has the scanner "${scanner}", which skips files whose names look like episodes`, `In Plex: Edit, Advanced, Scanner: ${bestScanner}.`)]
}

function titlesOf(libraries: readonly AgentLibrary[]): string {
  return libraries.map(({ title }) => title).join(', ')
}

function seenByServer({ server }: Situation): Finding[] {
  if (server.state !== 'open') return [on.skipped('not known without settings')]
  const { configured, reachable, version } = server.health.plex
  if (!configured) return [on.note('the running server has no PLEX_URL and PLEX_TOKEN', 'Set both.')]
  return [reachable === true ? on.fine(`${version ?? 'it'} answers the running server`) : on.fault(server.health.problems.find((problem) => problem.includes('Plex at')) ?? 'the running server cannot reach it', 'Look into the log of Stash2Plex.')]
}
