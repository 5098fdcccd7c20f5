import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printable } from '../../shared/text/printable.js'
import { CodedError, fault } from '../errors.js'
import type { CommandLine } from './command-line.js'
import type { Options } from './command.js'
import { codeOf, environmentOf, serverSettings, settingsOptions } from './settings.js'
import type { Terminal } from './terminal.js'

/** Of every command that asks the running server. */
export const serverOptions: Options = {
  json: { text: 'answer as JSON' },
  url: { value: '<url>', text: 'where Stash2Plex answers; else STASH2PLEX_URL, else this machine, at PORT' },
  'api-key-file': { value: '<file>', text: 'the file that holds the API key; else API_KEY, API_KEY_FILE or DATA_DIR/api-key' },
  ...settingsOptions,
}

/** The running Stash2Plex, by HTTP. */
export class Server {
  readonly url: string
  readonly #key: string

  constructor({ url, key }: { readonly url: string, readonly key: string }) {
    this.url = url
    this.#key = key
  }

  /** @throws `S2P_SERVER_AWAY`, `S2P_SERVER_ANSWER`, and what the server answers, under the server's own code */
  async json(method: 'GET' | 'POST', path: string, accepted: readonly number[] = []): Promise<unknown> {
    const response = await this.#ask(method, path)
    const text = await response.text()
    if (!response.ok && !accepted.includes(response.status)) throw this.#refusal(response.status, text)
    const body = jsonIn(text)
    if (body === undefined) throw fault('S2P_SERVER_ANSWER', { url: this.url, why: 'it is no JSON' })
    return body
  }

  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#ask('GET', path)
    if (!response.ok || response.body === null) throw this.#refusal(response.status, await response.text())
    return response.body
  }

  async #ask(method: string, path: string): Promise<Response> {
    try {
      return await fetch(this.url + path, { method, headers: { 'x-api-key': this.#key } })
    } catch (error) {
      throw fault('S2P_SERVER_AWAY', { url: this.url, why: codeOf(error instanceof Error ? error.cause : undefined) }, error)
    }
  }

  /** In the server's own words, where it is ours. */
  #refusal(status: number, text: string): CodedError {
    const { code, message } = (jsonIn(text) as { readonly error?: { readonly code?: string, readonly message?: string } } | undefined)?.error ?? {}
    if (code === 'S2P_API_KEY_WRONG') return fault('S2P_SERVER_KEY_WRONG', { url: this.url })
    if (code === undefined || message === undefined) return fault('S2P_SERVER_ANSWER', { url: this.url, why: `its status is ${status}` })
    return new CodedError(printable(code), printable(message), { statusCode: status })
  }
}

/**
 * The server that the options and the environment name.
 * @throws `S2P_USAGE` for an address that is none, `S2P_API_KEY_MISSING`
 */
export function serverOf(line: CommandLine, terminal: Terminal): Server {
  const settings = serverSettings(environmentOf(line, terminal))
  const url = (line.text('url') ?? settings.url).replace(/\/+$/, '')
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw fault('S2P_USAGE', { why: `${url} is no address; give --url as http://nas.lan:7979`, help: '--help' })
  const file = line.text('api-key-file')
  const key = file === undefined ? settings.apiKey : keyFrom(file)
  if (key === undefined) throw fault('S2P_API_KEY_MISSING', { file: join(settings.dataDir, 'api-key') })
  terminal.hide(key)
  return new Server({ url, key })
}

function keyFrom(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw fault('S2P_FILE_UNREADABLE', { file, why: codeOf(error) }, error)
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
