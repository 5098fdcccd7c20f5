import { printableLines } from '../../../shared/text/printable.js'
import { parseRatingKey } from '../../plex/rating-key.js'
import type { CommandLine } from '../command-line.js'
import type { Command } from '../command.js'
import { serverOf, serverOptions } from '../server.js'
import type { Terminal } from '../terminal.js'

export const explainCommand: Command = {
  name: 'explain',
  args: ['<file or rating key>'],
  summary: 'say why a file has its scene, or none',
  about: 'Has the running Stash2Plex match a file as for Plex, and tells each step: where the file can be, which rule took it, what every matcher said, and the decision. A number is taken for the rating key of an item in Plex (the number at the end of its address in Plex Web), and something like 123-rwk0a1 for a key of Stash2Plex\'s own; everything else is a path, whole as Plex sees it, or below the library folder.',
  options: {
    title: { value: '<title>', text: 'the title that Plex would send along' },
    year: { value: '<year>', text: 'the year that Plex would send along' },
    manual: { text: 'as Fix Match asks: several scenes, the best first' },
    file: { text: 'take a number for the name of a file' },
    ...serverOptions,
  },
  examples: [
    ['explain "/plex/media/Studio/a file.mp4"', 'by its path in Plex'],
    ['explain 4711', 'by the item\'s rating key in Plex'],
    ['explain "a file.mp4" --manual', 'what Fix Match would offer'],
  ],
  run: explain,
}

async function explain(line: CommandLine, terminal: Terminal): Promise<number> {
  const body = await serverOf(line, terminal).json('GET', `/explain?${queryOf(line).toString()}`) as { readonly text?: unknown }
  await terminal.say(line.flag('json') ? JSON.stringify(body) : printableLines(String(body.text)))
  return 0
}

function queryOf(line: CommandLine): URLSearchParams {
  const [what = ''] = line.args
  const isKey = !line.flag('file') && (/^\d{1,15}$/.test(what) || parseRatingKey(what) !== undefined)
  const query = new URLSearchParams({ [isKey ? 'ratingKey' : 'filename']: what })
  for (const name of ['title', 'year']) if (line.text(name) !== undefined) query.set(name, line.text(name) ?? '')
  if (line.flag('manual')) query.set('manual', '1')
  return query
}
