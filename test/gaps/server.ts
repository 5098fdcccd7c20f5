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
import type { ReportedGap } from '../../core/gaps/reported-gap.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import { startSamplePlex } from '../../demo/plex/sample-plex.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { scratchFolder } from './scratch.js'

interface Owner { teardown(work: () => unknown): void }

export const apiKey = 'an-api-key-for-tests'

export interface EverythingOptions {
  readonly scenes?: number
  /** In place of a generated one. */
  readonly library?: SampleLibrary
  readonly gaps?: object
  /** More of the YAML file. */
  readonly settings?: object
  readonly withPlex?: boolean
  /** Where drop-in plugins lie. */
  readonly pluginsDir?: string
  readonly stashVersion?: string
  /** Items in the longest page that Plex gives. */
  readonly plexPage?: number
}

/** Both sample servers on one library, every file an item of Plex already, and the whole of Stash2Plex against them. */
export async function startEverything(t: Owner, options: EverythingOptions) {
  const library = options.library ?? generateLibrary({ seed: 7, scenes: options.scenes ?? 0 })
  const stash = await startSampleStash({ library, apiKey: 'stash-key', ...options.stashVersion === undefined ? {} : { version: options.stashVersion } })
  t.teardown(() => stash.close())
  const plex = await startSamplePlex({ library, token: 'plex-token', ...options.plexPage === undefined ? {} : { pageLimit: options.plexPage } })
  t.teardown(() => plex.close())
  plex.createItems()
  const folder = scratchFolder(t)
  const configFile = join(folder, 'stash2plex.yaml')
  writeFileSync(configFile, stringify({ pathMappings: library.pathMappings, ...options.gaps === undefined ? {} : { gaps: options.gaps }, ...options.settings }))
  const reading = await readConfig({
    CONFIG_FILE: configFile, DATA_DIR: join(folder), STASH_URL: stash.url, STASH_API_KEY: 'stash-key', API_KEY: apiKey, LOG_LEVEL: 'silent',
    ...options.pluginsDir === undefined ? {} : { PLUGINS_DIR: options.pluginsDir },
    ...options.withPlex === false ? {} : { PLEX_URL: plex.url, PLEX_TOKEN: 'plex-token' },
  })
  const secrets = new Secrets()
  const app = await buildApp({ ...reading, logger: createLogger({ level: 'silent', titles: true, secrets }), secrets })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const call = (path: string, init: RequestInit = {}) => fetch(url + path, { ...init, headers: { 'x-api-key': apiKey, ...init.headers as Record<string, string> } })
  const json = async (path: string, init: RequestInit = {}) => await (await call(path, init)).json() as never
  for (let ready = false; !ready; await sleep(20)) ready = (await call('/health/ready')).status === 200
  return { library, stash, plex, app, url, folder, call, json, mapping: reading.pathMapping, runToEnd: (meanwhile: (run: ReportedRun) => unknown = () => undefined) => runToEnd(json, meanwhile) }
}

/** @param meanwhile is called each time that the run is looked at */
async function runToEnd(json: (path: string, init?: RequestInit) => Promise<never>, meanwhile: (run: ReportedRun) => unknown): Promise<ReportedRun> {
  const { id } = await json('/gaps/runs', { method: 'POST' }) as { id: string }
  for (;;) {
    const run = await json(`/gaps/runs/${id}`) as ReportedRun
    if (run.status !== 'running') return run
    await meanwhile(run)
    await sleep(20)
  }
}

/** Acts once, when the run is seen in this phase and, if told, beyond this percentage. */
export function onceIn(phase: ReportedRun['progress']['phase'], act: () => unknown, beyond = -1): { readonly meanwhile: (run: ReportedRun) => unknown, readonly acted: boolean } {
  let acted = false
  return {
    get acted() { return acted },
    meanwhile: ({ progress }) => {
      if (acted || progress.phase !== phase || progress.percent <= beyond) return undefined
      acted = true
      return act()
    },
  }
}

/** The open gaps by the report. */
export async function openNow({ call }: { readonly call: (path: string) => Promise<Response> }): Promise<ReportedGap[]> {
  const text = await (await call('/gaps?status=open&format=ndjson')).text()
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ReportedGap)
}
