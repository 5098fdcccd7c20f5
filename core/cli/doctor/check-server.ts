import { findingsOn, type Finding } from './finding.js'
import type { HealthReport, Situation } from './situation.js'

const on = findingsOn('server')

export async function checkServer({ server }: Situation): Promise<readonly Finding[]> {
  if (server.state === 'away') return [on.fault(`nothing answers at ${server.url} as Stash2Plex does`, 'Start Stash2Plex: docker compose up -d, or npm start. If it runs elsewhere, give --url.')]
  if (server.state === 'closed') return [on.failed(server.error)]
  const { version, uptimeSeconds, catalog } = server.health
  return [on.fine(`${version} runs at ${server.url}, since ${spanWords(uptimeSeconds)}`), catalogFinding(catalog)]
}

function catalogFinding({ phase, percent, scenes, files, staleSince, lastError }: HealthReport['catalog']): Finding {
  const held = `${scenes.toLocaleString('en')} scenes, ${files.toLocaleString('en')} files`
  if (phase !== 'complete') return on.note(`the first sync is at ${percent} %, ${held}; until it is through, unknown files get no answer`, 'Wait for it.')
  if (staleSince !== undefined) return on.fault(`its catalog (${held}) has not been brought up to date since ${new Date(staleSince * 1000).toISOString()}: ${lastError ?? 'the reason is not known'}`, 'Mend what is said of Stash; the catalog then catches up by itself.')
  return on.fine(`its catalog is complete: ${held}`)
}

function spanWords(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, 's'] : seconds < 7200 ? [seconds / 60, 'min'] : seconds < 172_800 ? [seconds / 3600, 'h'] : [seconds / 86_400, 'days']
  return `${Math.round(value)} ${unit}`
}
