import { printable } from '../../../shared/text/printable.js'
import { closest } from '../../config/config-fault.js'
import { fault } from '../../errors.js'
import type { AgentLibrary } from '../../plex-server/plex-agents.js'
import type { Terminal } from '../terminal.js'
import { isOurs } from './register.js'

/**
 * The libraries of these titles or ids.
 * @throws `S2P_PLEX_LIBRARY_UNKNOWN` for one that is not there, that two have, or that holds no films
 */
export function librariesNamed(names: readonly string[], libraries: readonly AgentLibrary[]): readonly AgentLibrary[] {
  const films = filmLibraries(libraries)
  return [...new Set(names.map((name) => libraryNamed(name, films)))]
}

/** Of the types that the provider describes: films, which "Other videos" counts as, too. */
export function filmLibraries(libraries: readonly AgentLibrary[]): readonly AgentLibrary[] {
  return libraries.filter(({ type }) => type === 'movie')
}

function libraryNamed(name: string, films: readonly AgentLibrary[]): AgentLibrary {
  const same = films.filter(({ title }) => title.toLowerCase() === name.toLowerCase())
  const [only, second] = same.length > 0 ? same : films.filter(({ id }) => id === name)
  if (only !== undefined && second === undefined) return only
  const known = films.map(({ id, title }) => `${title} (${id})`).join(', ') || 'none'
  const near = closest(name, films.map(({ title }) => title))
  throw fault('S2P_PLEX_LIBRARY_UNKNOWN', { library: name, meant: second !== undefined ? ', but several; give its number' : near === undefined ? '' : ` (did you mean "${near}"?)`, known })
}

/** Asks a person which of the libraries that do not use the agent shall do so. */
export async function askForLibraries(libraries: readonly AgentLibrary[], terminal: Terminal): Promise<readonly AgentLibrary[]> {
  const others = filmLibraries(libraries).filter((library) => !isOurs(library))
  if (others.length === 0) return []
  await terminal.say('', 'These libraries can use it, and do not yet:', ...others.map(({ title, agent }, index) => `  ${index + 1}  ${printable(title)}  ${terminal.paint.faint(`(${agent})`)}`))
  for (;;) {
    const answer = await terminal.ask('Which shall use it? Numbers, parted by commas; Enter for none: ')
    const chosen = answer.split(/[\s,]+/).filter((word) => word !== '').map((word) => others[Number(word) - 1])
    if (!chosen.includes(undefined)) return [...new Set(chosen)].filter((library) => library !== undefined)
    await terminal.say(`Numbers from 1 to ${others.length}, please.`)
  }
}
