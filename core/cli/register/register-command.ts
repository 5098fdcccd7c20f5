import type { Command } from '../command.js'
import { settingsOptions } from '../settings.js'

export const registerCommand: Command = {
  name: 'register',
  summary: 'add Stash2Plex to Plex, and to libraries of yours',
  about: 'Does by Plex\'s API what Settings, Metadata Agents does by hand: adds the provider, makes an agent of it, and gives libraries to that agent. Stash2Plex must be running, because Plex asks it at once. Can be repeated: what is there already stays, and an address that changed is changed. On a terminal, it asks which libraries shall use it when none is given.',
  options: {
    library: { value: '<name>', many: true, text: 'a library of films or other videos that shall use the agent, by title or number' },
    address: { value: '<url>', text: 'where Plex reaches Stash2Plex; else PROVIDER_URL, else PUBLIC_URL. PROVIDER_TOKEN is added by itself' },
    name: { value: '<name>', text: 'what a new agent is called in Plex (Stash2Plex)' },
    json: { text: 'what was done, as JSON; nothing is asked' },
    ...settingsOptions,
  },
  examples: [
    ['register', 'add it, and ask which libraries shall use it'],
    ['register --library "Other videos" --address http://192.168.1.10:7979', 'without a question'],
  ],
  run: async (line, terminal) => (await import('./run-register.js')).runRegister(line, terminal),
}

export const unregisterCommand: Command = {
  name: 'unregister',
  summary: 'take Stash2Plex out of Plex again',
  about: 'Gives libraries back to the agents that they used before "register", removes the agent, then the provider. Items keep the titles and pictures that they have. Where it is not known what a library used before, nothing is removed until you choose, in Plex or by --agent.',
  options: {
    agent: { value: '<identifier>', text: 'the agent for libraries of which it is not known what they used before, for example tv.plex.agents.movie' },
    json: { text: 'what was done, as JSON' },
    ...settingsOptions,
  },
  examples: [['unregister', 'undo "register"'], ['unregister --agent tv.plex.agents.movie', 'and give the other libraries to Plex Movie']],
  run: async (line, terminal) => (await import('./run-unregister.js')).runUnregister(line, terminal),
}
