import 'reflect-metadata'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { buildApp } from '../../core/app.js'
import { readConfig } from '../../core/config/read-config.js'
import { createLogger } from '../../core/log/logger.js'
import { Secrets } from '../../core/log/secrets.js'
import type { ReportedRun } from '../../core/gaps/gap-run.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSamplePlex } from '../../demo/plex/sample-plex.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { scratchFolder } from './scratch.js'

interface Owner { teardown(work: () => unknown): void }

export const apiKey = 'an-api-key-for-tests'

/** Both sample servers on one library, every file an item of Plex already, and the whole of Stash2Plex against them. */
export async function startEverything(t: Owner, options: { scenes: number, gaps?: object, withPlex?: boolean }) {
  const library = generateLibrary({ seed: 7, scenes: options.scenes })
  const stash = await startSampleStash({ library, apiKey: 'stash-key' })
  t.teardown(() => stash.close())
  const plex = await startSamplePlex({ library, token: 'plex-token' })
  t.teardown(() => plex.close())
  plex.createItems()
  const folder = scratchFolder(t)
  const configFile = join(folder, 'stash2plex.yaml')
  writeFileSync(configFile, stringify({ pathMappings: library.pathMappings, ...options.gaps === undefined ? {} : { gaps: options.gaps } }))
  const reading = await readConfig({
    CONFIG_FILE: configFile, DATA_DIR: join(folder), STASH_URL: stash.url, STASH_API_KEY: 'stash-key', API_KEY: apiKey, LOG_LEVEL: 'silent',
    ...options.withPlex === false ? {} : { PLEX_URL: plex.url, PLEX_TOKEN: 'plex-token' },
  })
  const secrets = new Secrets()
  const app = await buildApp({ ...reading, logger: createLogger({ level: 'silent', titles: true, secrets }), secrets })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call = (path: string, init: RequestInit = {}) => fetch(url + path, { ...init, headers: { 'x-api-key': apiKey, ...init.headers as Record<string, string> } })
  const json = async (path: string, init: RequestInit = {}) => await (await call(path, init)).json() as never
  for (let ready = false; !ready; await sleep(20)) ready = (await call('/health/ready')).status === 200
  return { library, stash, plex, app, url, folder, call, json, mapping: reading.pathMapping, runToEnd: () => runToEnd(json) }
}

async function runToEnd(json: (path: string, init?: RequestInit) => Promise<never>): Promise<ReportedRun> {
  const { id } = await json('/gaps/runs', { method: 'POST' }) as { id: string }
  for (;;) {
    const run = await json(`/gaps/runs/${id}`) as ReportedRun
    if (run.status !== 'running') return run
    await sleep(20)
  }
}
