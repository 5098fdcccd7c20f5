import { findingsOn, type Finding } from './finding.js'
import type { Situation } from './situation.js'

const on = findingsOn('settings')

export async function checkSettings({ reading, settingsFault, server }: Situation): Promise<readonly Finding[]> {
  if (reading === undefined && server.state === 'open') return [on.note('what this command is given is not what the running server has, so some things are seen through the server only', 'Give the server\'s own variables by --env, or run this beside it: docker compose exec stash2plex stash2plex doctor.')]
  if (reading === undefined) return [{ ...on.failed(settingsFault), mend: 'Mend the settings that are named, in the environment or in stash2plex.yaml; docs/reference/configuration.md has them all. If the server has them already, give its variables by --env.' }]
  return [on.fine(`the environment and ${reading.file}`), ...reading.warnings.map((warning) => on.note(warning))]
}
