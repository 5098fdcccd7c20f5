import type { CommandLine } from '../command-line.js'
import type { Command, Options } from '../command.js'
import { serverOf, serverOptions, type Server } from '../server.js'
import type { Terminal } from '../terminal.js'
import { exportAll, ignore, INCOMPLETE, list, run, summary } from './gap-work.js'

const filters: Options = {
  kind: { value: '<kinds>', text: 'missing-in-stash, missing-in-plex, moved, unmatched; several by comma' },
  source: { value: '<source>', text: 'match or comparison' },
  section: { value: '<title>', text: 'a section of Plex' },
  folder: { value: '<folder>', text: 'as Plex or as Stash sees it' },
  text: { value: '<text>', text: 'occurs in a path or in the reason' },
  since: { value: '<date>', text: 'opened, resolved or ignored since' },
}
const states = 'open, resolved, ignored or all'

const asking = (work: (line: CommandLine, server: Server, out: Terminal) => Promise<number>): Command['run'] =>
  (line, terminal) => work(line, serverOf(line, terminal), terminal)

/** What Plex and Stash lack of each other, by a running server. */
export const gapCommands: readonly Command[] = [
  {
    name: 'gaps run',
    summary: 'compare Plex and Stash now, and wait for the end',
    about: 'Has the running Stash2Plex compare the files of both libraries, shows how far it is, and says at the end what was found. A comparison that runs already is followed instead of starting another.',
    options: serverOptions,
    examples: [['gaps run', 'compare, and say what was found'], ['gaps run --json', 'the finished comparison, for a script']],
    exits: { [INCOMPLETE]: 'when the comparison did not come to its end' },
    run: asking(run),
  },
  {
    name: 'gaps list',
    summary: 'show the open gaps',
    about: 'Shows the first gaps that fit: files that one library holds and the other lacks, files that moved, and files that Plex got no scene for. Each line begins with the id that "gaps ignore" wants.',
    options: { ...filters, status: { value: '<states>', text: `${states} (open)` }, limit: { value: '<n>', text: '1 to 1000 (100)' }, ...serverOptions },
    examples: [['gaps list', 'the first hundred'], ['gaps list --kind missing-in-stash --folder /plex/media/new', 'what Stash lacks of one folder']],
    run: asking(list),
  },
  {
    name: 'gaps summary',
    summary: 'show how many gaps there are, and the last comparison',
    about: 'Counts the gaps by kind and by state, and says when the last comparison was and when the next one will be.',
    options: serverOptions,
    examples: [['gaps summary', 'the figures']],
    run: asking(summary),
  },
  {
    name: 'gaps export',
    summary: 'write all gaps, as CSV, to standard output',
    about: 'Writes every gap that fits, without holding them in memory, so that it works for hundreds of thousands.',
    options: { ...filters, status: { value: '<states>', text: `${states} (all)` }, format: { value: '<format>', text: 'csv or ndjson (csv)' }, ...serverOptions },
    examples: [['gaps export > gaps.csv', 'everything, for a spreadsheet'], ['gaps export --format ndjson --status open', 'one JSON object a line']],
    run: asking(exportAll),
  },
  {
    name: 'gaps ignore',
    args: ['<id> ...'],
    summary: 'put gaps aside until their files change',
    about: 'Takes gaps out of the list of open ones. They come back when the file behind them changes.',
    options: serverOptions,
    examples: [['gaps ignore 3f9c1a', 'by the id that "gaps list" shows']],
    run: asking(ignore),
  },
]
