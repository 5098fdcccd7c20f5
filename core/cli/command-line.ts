import { parseArgs } from 'node:util'

export const HELP = `Compares Plex and Stash through a running Stash2Plex, and shows what they lack of each other. Begins plugins.

  stash2plex gaps run                 compare now, and wait for the end
  stash2plex gaps list                the open gaps
  stash2plex gaps summary             how many there are, and the last comparison
  stash2plex gaps export              all gaps, as CSV, to standard output
  stash2plex gaps ignore <id> ...     put gaps aside until their files change
  stash2plex new-plugin <kind> <id>   write a matcher, enricher or gap-source to begin with, into PLUGINS_DIR

  --kind <kinds>       missing-in-stash, missing-in-plex, moved, unmatched; several by comma
  --status <states>    open, resolved, ignored, all        (list: open, export: all)
  --source <source>    match or comparison
  --section <title>    a section of Plex
  --folder <folder>    as Plex or as Stash sees it
  --text <text>        occurs in a path or in the reason
  --since <date>       opened, resolved or ignored since
  --limit <n>          of list, 1 to 1000                  (100)
  --format <format>    of export: csv or ndjson            (csv)
  --json               answers as JSON
  --url <url>          where Stash2Plex answers            (STASH2PLEX_URL, else http://127.0.0.1:PORT)
  --api-key-file <f>   the file that holds the API key     (API_KEY, API_KEY_FILE, else DATA_DIR/api-key)
  --help               this text

Ends with 0 when all went well, 1 when something failed, 2 for a wrong command line, 3 when a comparison is not complete.`

export const commands = ['run', 'list', 'summary', 'export', 'ignore'] as const
export type Command = typeof commands[number]

const filters = ['kind', 'status', 'source', 'section', 'folder', 'text', 'since', 'limit', 'format'] as const

export interface CommandLine {
  readonly command: Command
  /** Of `ignore`. */
  readonly ids: readonly string[]
  readonly filters: Readonly<Record<string, string>>
  readonly json: boolean
  readonly url: string | undefined
  readonly apiKeyFile: string | undefined
}

/** A command line that does not fit; its message says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine | 'help' {
  const { values, positionals } = parsed(args)
  if (values['help'] === true) return 'help'
  const [topic, name, ...ids] = positionals
  if (topic !== 'gaps') throw new UsageError(topic === undefined ? 'What is to be done?' : `There is no command "${topic}".`)
  const command = commands.find((one) => one === name)
  if (command === undefined) throw new UsageError(name === undefined ? 'gaps wants one of run, list, summary, export, ignore.' : `There is no command "gaps ${name}".`)
  if (command === 'ignore' ? ids.length === 0 : ids.length > 0) throw new UsageError(command === 'ignore' ? 'gaps ignore wants the ids of gaps; gaps list shows them.' : `gaps ${command} takes no "${ids[0]}".`)
  const given = filters.flatMap((filter) => (typeof values[filter] === 'string' ? [[filter, values[filter]] as const] : []))
  return { command, ids, filters: Object.fromEntries(given), json: values['json'] === true, url: textOf(values['url']), apiKeyFile: textOf(values['api-key-file']) }
}

function parsed(args: readonly string[]) {
  const texts = Object.fromEntries([...filters, 'url', 'api-key-file'].map((name) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...texts, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }) as { values: Readonly<Record<string, string | boolean | undefined>>, positionals: readonly string[] }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
