import type { Command } from '../command.js'
import { serverOptions } from '../server.js'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'look at everything, and say what to do next',
  about: 'Looks at the settings, the data folder, Stash, Plex, the running server, the provider and its agent in Plex, the address, the path mapping rules and the plugins, in this order. Says what is fine, what is not, and the one thing to do next. It changes nothing, works whether Stash2Plex runs or not, and never disturbs one that runs.',
  options: serverOptions,
  examples: [
    ['doctor', 'with the settings of this shell and folder'],
    ['doctor --env /etc/stash2plex.env', 'with the settings of a service'],
    ['doctor --json', 'for a script'],
  ],
  run: async (line, terminal) => (await import('./run-doctor.js')).runDoctor(line, terminal),
}
