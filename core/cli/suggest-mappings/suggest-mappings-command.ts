import type { Command } from '../command.js'
import { serverOptions } from '../server.js'
import { NO_RULES } from './no-rules.js'

export const suggestMappingsCommand: Command = {
  name: 'suggest-mappings',
  summary: 'find path mapping rules by comparing both libraries',
  about: 'Compares the paths and sizes of all files in Plex and Stash, and proposes the rules by which most of them correspond, as YAML to paste into stash2plex.yaml; everything else it says is a comment in it. Asks the running Stash2Plex, which knows both libraries already; where none answers, it reads both itself, which takes a while and changes nothing. PLEX_URL and PLEX_TOKEN must be set.',
  options: { ...serverOptions, alone: { text: 'read both libraries itself, even where a server runs' } },
  examples: [
    ['suggest-mappings', 'what to write under pathMappings, and what it explains'],
    ['suggest-mappings --alone --env .env', 'before the server is started for the first time'],
    ['suggest-mappings --json', 'the same with all figures, for a script'],
  ],
  exits: { [NO_RULES]: 'when no folder rule explains the files' },
  run: async (line, terminal) => (await import('./run-suggest-mappings.js')).runSuggestMappings(line, terminal),
}
