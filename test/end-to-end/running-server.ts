import 'reflect-metadata'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { stringify } from 'yaml'
import { buildApp } from '../../core/app.js'
import { readConfig } from '../../core/config/read-config.js'
import { createLogger } from '../../core/log/logger.js'
import { Secrets } from '../../core/log/secrets.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import { startSamplePlex, type SamplePlex } from '../../demo/plex/sample-plex.js'
import { startSampleStash, type SampleStash } from '../../demo/stash/start-sample-stash.js'

export const secrets = { stash: 'stash-key-7f3a9c', plex: 'plex-token-51bd02', api: 'api-key-9e44d1', provider: 'provider_c8f1e7' }

export interface Running {
  readonly library: SampleLibrary
  readonly stash: SampleStash
  readonly plex: SamplePlex | undefined
  readonly app: FastifyInstance
  /** Where the provider's root is. */
  readonly url: string
  /** Everything that was logged so far. */
  log(): string
  /** JSON of an address behind the API key. */
  admin(path: string): Promise<{ readonly status: number, readonly body: any }> // eslint-disable-line typescript/no-explicit-any
  match(body: object): Promise<{ readonly status: number, readonly body: any }> // eslint-disable-line typescript/no-explicit-any
  /** Waits until the catalog is complete. */
  ready(): Promise<void>
}

export interface RunningOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly yaml?: object
  readonly withPlex?: boolean
  /** Runs before the server listens. */
  readonly prepare?: (parts: { readonly stash: SampleStash, readonly library: SampleLibrary }) => Promise<void> | void
}

/** The whole server on real sockets, with a sample Stash and, when wanted, a sample Plex. */
export async function startServer(t: Test, { env = {}, yaml = {}, withPlex = false, prepare }: RunningOptions = {}): Promise<Running> {
  const library = generateLibrary({ seed: 5, scenes: 60 })
  const stash = await startSampleStash({ library, apiKey: secrets.stash })
  const plex = withPlex ? await startSamplePlex({ library, token: secrets.plex }) : undefined
  const folder = t.testdir({ 'stash2plex.yaml': stringify({ pathMappings: library.pathMappings, ...yaml }) })
  await prepare?.({ stash, library })
  const reading = await readConfig({
    STASH_URL: stash.url, STASH_API_KEY: secrets.stash, API_KEY: secrets.api, CONFIG_FILE: join(folder, 'stash2plex.yaml'), DATA_DIR: folder, LOG_LEVEL: 'debug', PORT: '0',
    ...(plex === undefined ? {} : { PLEX_URL: plex.url, PLEX_TOKEN: secrets.plex }), ...env,
  })
  const lines: string[] = []
  const held = new Secrets()
  const logger = createLogger({ level: 'debug', titles: true, secrets: held, destination: { write: (line) => { lines.push(line) } } })
  const app = await buildApp({ ...reading, logger, secrets: held })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(async () => {
    await app.close()
    await plex?.close()
    await stash.close()
  })
  const { port } = app.server.address() as AddressInfo
  const prefix = env['PROVIDER_TOKEN'] === undefined ? '' : `/${env['PROVIDER_TOKEN']}`
  const url = `http://127.0.0.1:${port}${prefix}`
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(path, init)
    return { status: response.status, body: await response.json() as any } // eslint-disable-line typescript/no-explicit-any
  }
  return {
    library, stash, plex, app, url,
    log: () => lines.join(''),
    admin: (path) => ask(`http://127.0.0.1:${port}${path}`, { headers: { 'x-api-key': secrets.api } }),
    match: (body) => ask(`${url}/library/metadata/matches`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 1, ...body }) }),
    ready: () => until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200),
  }
}

/** Asks again and again, for a minute at most. */
export async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (await check()) return
    await sleep(50)
  }
  throw new Error('it did not come about within a minute')
}
