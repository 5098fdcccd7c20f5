import 'reflect-metadata'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { stringify } from 'yaml'
import { buildApp } from '../../core/app.js'
import { readConfig } from '../../core/config/read-config.js'
import { createLogger } from '../../core/log/logger.js'
import { Secrets } from '../../core/log/secrets.js'

/** The whole server on a free port, with this Stash and this file of settings; closed with the test. */
export async function serve(t: Test, stash: { readonly url: string, readonly apiKey?: string }, settings: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-test-'))
  const file = join(folder, 'stash2plex.yaml')
  await writeFile(file, stringify(settings))
  const reading = await readConfig({
    STASH_URL: stash.url, DATA_DIR: folder, CONFIG_FILE: file, PLUGINS_DIR: join(folder, 'plugins'), LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: '0',
    ...stash.apiKey === undefined ? {} : { STASH_API_KEY: stash.apiKey },
  })
  const secrets = new Secrets()
  const app = await buildApp({ ...reading, secrets, logger: createLogger({ level: 'silent', titles: true, secrets }) })
  t.teardown(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}
