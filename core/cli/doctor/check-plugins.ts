import { fileURLToPath } from 'node:url'
import { PluginSystem } from '../../plugin-system/plugin-system.js'
import type { PluginStatus } from '../../plugin-system/plugin-status.js'
import { fakeParts } from '../../testing/fake-host.js'
import { silentLog } from '../silent-log.js'
import { findingsOn, type Finding } from './finding.js'
import type { Situation } from './situation.js'

const on = findingsOn('plugins')
const harmless = new Set(['active', 'disabled', 'available'])

export async function checkPlugins(situation: Situation): Promise<readonly Finding[]> {
  const statuses = await statusesIn(situation)
  if (statuses === undefined) return [on.skipped('not known without settings')]
  const active = statuses.filter(({ status }) => status === 'active').map(({ id }) => id)
  const broken = statuses.filter(({ status }) => !harmless.has(status))
  const failing = statuses.filter(({ capabilities }) => capabilities.some(({ calls, failures }) => failures > 0 && failures * 2 >= calls)).map(({ id }) => id)
  return [
    on.fine(`${active.length} active: ${active.join(', ')}`),
    ...broken.map(({ id, status, reason, advice }) => on.fault(`${id} is ${status}: ${reason ?? 'the reason is not known'}`, advice ?? 'See GET /plugins.')),
    ...failing.map((id) => on.note(`${id} fails in at least every other call`, 'GET /plugins and the log say why.')),
  ]
}

/** From the running server; else they are loaded here as it would load them, on a host without libraries. */
async function statusesIn({ server, reading }: Situation): Promise<readonly PluginStatus[] | undefined> {
  if (server.state === 'open') return server.plugins
  if (reading === undefined) return undefined
  const { pluginsDir, plugins: entries } = reading.config
  const system = await PluginSystem.load({ bundledDir: fileURLToPath(new URL('../../../plugins', import.meta.url)), pluginsDir, entries, host: () => fakeParts(), log: silentLog })
  const statuses = system.statuses()
  await system.close()
  return statuses
}
