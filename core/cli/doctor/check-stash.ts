import { StashClient } from '../../stash/client.js'
import { StashReader } from '../../stash/reader.js'
import { silentLog } from '../silent-log.js'
import { findingsOn, type Finding } from './finding.js'
import { isOlder } from './versions.js'
import type { Situation } from './situation.js'

const on = findingsOn('Stash')
const oldest = '0.24'

export async function checkStash(situation: Situation): Promise<readonly Finding[]> {
  const { reading, hostNotes, server } = situation
  if (reading === undefined) return seenByServer(situation)
  const { stash } = reading.config
  const client = new StashClient({ ...stash, log: silentLog })
  try {
    const found = await lookAt(new StashReader(client), stash)
    const notes = hostNotes.filter((note) => note.startsWith('STASH_URL')).map((note) => on.note(note))
    return [...found, ...notes, ...server.state === 'open' && !server.health.stash.reachable ? [on.fault('the running server cannot reach it, though this command can', 'Start Stash2Plex again; if that does not help, see whether it runs in another container or network than this command.')] : []]
  } catch (error) {
    return [on.failed(error)]
  } finally {
    await client.close()
  }
}

async function lookAt(reader: StashReader, { url, apiKey }: { readonly url: string, readonly apiKey: string | undefined }): Promise<Finding[]> {
  const { status, version } = await reader.status()
  if (status !== 'OK') return [on.fault(`it answers at ${url}, but is not ready: ${status === 'SETUP' ? 'it was never set up' : 'its database must be migrated'}`, `Open ${url} in a browser and finish what it asks for.`)]
  if (isOlder(version, oldest)) return [on.fault(`it is version ${version}; Stash2Plex needs ${oldest} or newer`, 'Update Stash.')]
  const scenes = await reader.sceneCount()
  const key = apiKey === undefined ? 'asks for no key' : 'takes the key'
  return [on.fine(`${version || 'a build without version'} at ${url} ${key} and has ${scenes.toLocaleString('en')} scenes`), ...scenes === 0 ? [on.note('it has no scenes, so nothing can match', 'Scan your library in Stash.')] : []]
}

function seenByServer({ server }: Situation): Finding[] {
  if (server.state !== 'open') return [on.skipped('not known without settings')]
  const { reachable, version } = server.health.stash
  return [reachable ? on.fine(`${version ?? 'it'} answers the running server`) : on.fault(server.health.problems.find((problem) => problem.includes('Stash')) ?? 'the running server cannot reach it', 'Look into the log of Stash2Plex.')]
}
