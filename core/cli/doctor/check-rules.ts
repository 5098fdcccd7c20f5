import { IDENTIFIER } from '../../plex/rating-key.js'
import { PlexClient } from '../../plex-server/plex-client.js'
import { StashClient } from '../../stash/client.js'
import { StashReader } from '../../stash/reader.js'
import type { ConfigReading } from '../../config/read-config.js'
import { silentLog } from '../silent-log.js'
import { findingsOn, type Finding } from './finding.js'
import type { HealthReport, Situation } from './situation.js'

const on = findingsOn('path rules')
const mend = 'stash2plex suggest-mappings'

/** Whether files of Plex are where the rules say that Stash has them, tried on a sample. */
export async function checkRules({ reading, server }: Situation): Promise<readonly Finding[]> {
  const health = server.state === 'open' ? server.health.pathMapping : undefined
  const inForce = health === undefined ? [] : inForceFindings(health)
  // Rules that the server has found by itself are not in the settings, and it has tried them on every file.
  if (health?.source === 'found') return inForce
  if (reading?.config.plex === undefined) return inForce.length > 0 ? inForce : [on.skipped('cannot be tried without Plex')]
  try {
    return [...inForce, ...await tryOnSample(reading)]
  } catch {
    return [...inForce, on.skipped('cannot be tried while Stash or Plex cannot be asked')]
  }
}

function inForceFindings({ source, rules, silenced, obstacle }: NonNullable<HealthReport['pathMapping']>): Finding[] {
  const lost = silenced.map((name) => on.fault(`the rule ${name} is switched off, because a real path does not come back when it is mapped there and back`, 'Make its two directions undo each other; docs/guides/path-mapping.md shows how.'))
  if (obstacle !== undefined) return [...lost, on.fault(`none are configured, and what both libraries suggest cannot be relied on: ${obstacle}`, mend)]
  return [...lost, ...source === 'found' ? [on.note(`nobody wrote any; found by comparing both libraries: ${rules.join(', ')}`, `To make them yours, paste what this says into stash2plex.yaml: ${mend}`)] : []]
}

/** Files of each library. Stash looks 40 paths up over its indexes. */
const perLibrary = 200
const lookedUp = 40

async function tryOnSample({ config, pathMapping }: ConfigReading): Promise<Finding[]> {
  const paths = await samplePaths(config)
  if (paths.length === 0) return [on.skipped('cannot be tried: Plex has no file in these libraries yet')]
  const mapped = paths.map((path) => pathMapping.toStash(path)).filter((image) => image !== undefined)
  const configured = (config.pathMappings ?? []).length > 0
  const names = pathMapping.rules.map(({ name }) => name).join(', ')
  const says = configured ? `${names}: ${mapped.length} of ${paths.length} files looked at in Plex lie under a rule` : 'no rules, which means the same paths in Plex and Stash'
  if (mapped.length === 0) return [on.fault(says, mend)]
  const found = await inStash(config, spread(mapped.map(({ path }) => path)))
  return [verdictOn(says, found, configured)]
}

/** Without rules the server looks for some by itself, so that it is not lost yet. */
function verdictOn(says: string, found: readonly [number, number] | undefined, configured: boolean): Finding {
  if (found === undefined) return on.fine(says)
  const [there, asked] = found
  const whole = `${says}; Stash has ${there} of ${asked} at the very path`
  if (there * 2 >= asked) return on.fine(whole)
  return there === 0 && configured ? on.fault(whole, mend) : on.note(whole, mend)
}

async function samplePaths({ plex }: ConfigReading['config']): Promise<readonly string[]> {
  if (plex === undefined) return []
  const client = new PlexClient({ ...plex, log: silentLog })
  try {
    const films = (await client.sections()).filter(({ type }) => type === 'movie')
    const ours = films.filter(({ agent }) => agent === IDENTIFIER)
    const pages = []
    for (const { id } of ours.length > 0 ? ours : films) pages.push(await client.page(id, { start: 0, size: perLibrary, sort: 'id:asc' }))
    return pages.flatMap(({ items }) => items.flatMap(({ files }) => files.map(({ path }) => path)))
  } finally {
    await client.close()
  }
}

/** As many as Stash is asked for, from all over the list. */
function spread(paths: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(paths.length / lookedUp))
  return paths.filter((_, index) => index % step === 0).slice(0, lookedUp)
}

/** How many of these Stash has, of how many; undefined when it cannot tell cheaply. */
async function inStash({ stash }: ConfigReading['config'], paths: readonly string[]): Promise<readonly [number, number] | undefined> {
  const client = new StashClient({ ...stash, log: silentLog })
  try {
    const reader = new StashReader(client)
    if (!(await reader.features()).findFile) return undefined
    return [(await reader.scenesAtPaths(paths)).size, paths.length]
  } finally {
    await client.close()
  }
}
