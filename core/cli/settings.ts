import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readConfigFile } from '../config/config-file.js'
import { secretVariables, type Environment } from '../config/secret-variables.js'
import { fault } from '../errors.js'
import type { CommandLine } from './command-line.js'
import type { Options } from './command.js'
import type { Terminal } from './terminal.js'

/** Of every command that reads the settings. */
export const settingsOptions: Options = {
  env: { value: '<file>', text: 'a file of variables, such as .env or the EnvironmentFile of a service; variables that are set win' },
}

/** The variables that the server would see, as far as this command can know them. Their secrets are kept out of all output. */
export function environmentOf(line: CommandLine, terminal: Terminal): Environment {
  const file = line.text('env')
  const env = { ...file === undefined ? {} : variablesIn(file), ...terminal.env }
  for (const name of secretVariables) terminal.hide(env[name])
  return env
}

function variablesIn(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault('S2P_FILE_UNREADABLE', { file, why: codeOf(error) }, error)
  }
}

/** What is needed to reach the running server. Faults of the settings are the server's business: what does not fit is left out. */
export interface ServerSettings {
  readonly url: string
  readonly dataDir: string
  readonly apiKey: string | undefined
}

/** Reads no more than these few settings, so that a command is there at once. The environment wins, as in the server. */
export function serverSettings(env: Environment): ServerSettings {
  const { values } = readConfigFile(resolve(env['CONFIG_FILE'] || './stash2plex.yaml'), { required: false })
  const one = (variable: string, key: string): string | undefined => {
    const value = env[variable] || values[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  const dataDir = resolve(one('DATA_DIR', 'dataDir') ?? './data')
  return { url: env['STASH2PLEX_URL'] || address(one('HOST', 'host'), one('PORT', 'port')), dataDir, apiKey: one('API_KEY', 'apiKey') ?? keyIn(env['API_KEY_FILE'] || join(dataDir, 'api-key')) }
}

function address(host = '0.0.0.0', port = '7979'): string {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`
}

function keyIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown'
}
