import { resolve } from 'node:path'
import type { Command } from '../command.js'
import { environmentOf, settingsOptions } from '../settings.js'
import { newPlugin } from './new-plugin.js'

export const newPluginCommand: Command = {
  name: 'new-plugin',
  args: ['<kind>', '<id>'],
  summary: 'write a matcher, enricher or gap-source to begin with',
  about: 'Writes a folder into PLUGINS_DIR with a small plugin that loads, its types, a test and a readme. The kind is matcher, enricher or gap-source; the id is small letters, digits and single hyphens. Nothing that is there is overwritten.',
  options: settingsOptions,
  examples: [['new-plugin matcher my-matcher', 'a plugin that matches files by their name']],
  run: async (line, terminal) => {
    const [kind = '', id = ''] = line.args
    await terminal.say(...newPlugin(kind, id, resolve(environmentOf(line, terminal)['PLUGINS_DIR'] || './plugins-local')))
    return 0
  },
}
