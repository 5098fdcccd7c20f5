import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

export interface ServerOptions {
  readonly url: string | undefined
  readonly apiKeyFile: string | undefined
  readonly env: Environment
}

/** Something that a person must mend; its message says what. */
export class Trouble extends Error {}

/** The running Stash2Plex, by HTTP. */
export class Server {
  readonly #url: string
  readonly #key: string

  /** @throws Trouble when there is no API key */
  constructor({ url, apiKeyFile, env }: ServerOptions) {
    this.#url = (url ?? env['STASH2PLEX_URL'] ?? `http://127.0.0.1:${env['PORT'] ?? '7979'}`).replace(/\/+$/, '')
    if (!URL.canParse(this.#url)) throw new Trouble(`${this.#url} is no address; give --url, for example http://nas.lan:7979.`)
    this.#key = apiKeyFile === undefined ? keyFrom(env) : keyIn(apiKeyFile)
  }

  /** @throws Trouble when the server does not answer, or answers with an error */
  async json(method: 'GET' | 'POST', path: string, accepted: readonly number[] = []): Promise<unknown> {
    const response = await this.#ask(method, path)
    const text = await response.text()
    if (!response.ok && !accepted.includes(response.status)) throw new Trouble(messageOf(text) ?? `Stash2Plex answered with status ${response.status}.`)
    return JSON.parse(text)
  }

  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#ask('GET', path)
    if (!response.ok || response.body === null) throw new Trouble(messageOf(await response.text()) ?? `Stash2Plex answered with status ${response.status}.`)
    return response.body
  }

  async #ask(method: string, path: string): Promise<Response> {
    try {
      return await fetch(this.#url + path, { method, headers: { 'x-api-key': this.#key } })
    } catch (error) {
      const cause = error instanceof Error ? error.cause as { readonly code?: string } | undefined : undefined
      throw new Trouble(`Stash2Plex does not answer at ${this.#url} (${cause?.code ?? 'the request failed'}). Start it, or give --url.`, { cause: error })
    }
  }
}

function keyFrom(env: Environment): string {
  if (env['API_KEY'] !== undefined && env['API_KEY'] !== '') return env['API_KEY']
  return keyIn(env['API_KEY_FILE'] ?? join(env['DATA_DIR'] ?? './data', 'api-key'))
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new Trouble(`The API key cannot be read from ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Set API_KEY or DATA_DIR, or give --api-key-file.`, { cause: error })
  }
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly error?: { readonly message?: string } }).error?.message
  } catch {
    return undefined
  }
}
