import { readConfig } from '../../config/read-config.js'
import { reported, type ReportedSuggestion } from '../../mapping-suggestion/reported-suggestion.js'
import { reachHost } from '../../network/reach-host.js'
import { suggestAlone } from '../../suggest-alone.js'
import type { CommandLine } from '../command-line.js'
import { serverOf } from '../server.js'
import { environmentOf, serverSettings } from '../settings.js'
import { silentLog } from '../silent-log.js'
import type { Terminal } from '../terminal.js'
import { NO_RULES } from './no-rules.js'
import { suggestionLines } from './suggestion-words.js'

export async function runSuggestMappings(line: CommandLine, terminal: Terminal): Promise<number> {
  const suggestion = await suggestionFor(line, terminal)
  terminal.progress('')
  await terminal.say(...line.flag('json') ? [JSON.stringify(suggestion)] : suggestionLines(suggestion))
  return suggestion.rules.length > 0 ? 0 : NO_RULES
}

async function suggestionFor(line: CommandLine, terminal: Terminal): Promise<ReportedSuggestion> {
  if (line.flag('alone')) return await readBoth(line, terminal)
  const named = line.text('url') !== undefined || environmentOf(line, terminal)['STASH2PLEX_URL'] !== undefined
  if (!named && !await isServing(serverSettings(environmentOf(line, terminal)).url)) {
    terminal.complain('No Stash2Plex runs here, so both libraries are read now; this may take some minutes.\n')
    return await readBoth(line, terminal)
  }
  const server = serverOf(line, terminal)
  terminal.progress('comparing')
  return await server.json('GET', '/path-mappings/suggestion') as ReportedSuggestion
}

async function isServing(url: string): Promise<boolean> {
  try {
    const reply = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(5000) })
    return ((await reply.json()) as { readonly status?: string }).status === 'alive'
  } catch {
    return false
  }
}

async function readBoth(line: CommandLine, terminal: Terminal): Promise<ReportedSuggestion> {
  const { config: read } = await readConfig(environmentOf(line, terminal))
  for (const secret of [read.stash.apiKey, read.plex?.token]) terminal.hide(secret)
  const { config } = await reachHost(read)
  const onProgress = ({ phase, files }: { readonly phase: string, readonly files: number }): void => { terminal.progress(`${phase}, ${files.toLocaleString('en')}`) }
  return reported(await suggestAlone({ config, log: silentLog, onProgress }), undefined)
}
