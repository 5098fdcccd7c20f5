import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { generateLibrary } from '../library/generate-library.js'
import type { LayoutName } from '../library/layout.js'
import type { SampleLibrary } from '../library/sample-library.js'
import { startSamplePlex } from '../plex/sample-plex.js'
import type { SamplePlex } from '../plex/sample-plex.js'
import { startSampleStash } from '../stash/start-sample-stash.js'
import type { SampleStash } from '../stash/start-sample-stash.js'
import type { Cleanup } from './cleanup.js'
import type { DemoOptions } from './demo-options.js'
import { LogWatch } from './log-watch.js'
import { ProviderProcess } from './provider-process.js'

/** Everything that the demo needs, running. */
export interface Stage {
  readonly library: SampleLibrary
  readonly stash: SampleStash
  readonly plex: SamplePlex
  readonly provider: ProviderProcess
  readonly watch: LogWatch
  readonly keys: Keys
}

interface Keys {
  readonly stashApiKey: string
  readonly plexToken: string
  readonly apiKey: string
}

export interface StageOptions extends Omit<DemoOptions, 'layouts'> {
  readonly layout: LayoutName
  /** The provider's built entry point. */
  readonly entry: string
}

/** Starts both sample servers and the provider; all that was started is in `cleanup` at once. */
export async function setStage(options: StageOptions, cleanup: Cleanup): Promise<Stage> {
  const { scenes, seed, layout, filenameForm, stashVersion } = options
  const library = generateLibrary({ scenes, seed, layout })
  const keys: Keys = { stashApiKey: secret(), plexToken: secret(), apiKey: secret() }
  const stash = await startSampleStash({ library, apiKey: keys.stashApiKey, ...(stashVersion === undefined ? {} : { version: stashVersion }) })
  cleanup.add(() => stash.close())
  const plex = await startSamplePlex({ library, token: keys.plexToken, filenameForm })
  cleanup.add(() => plex.close())
  if (options.matchOnly) plex.createItems()
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-demo-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  const configFile = join(folder, 'stash2plex.yaml')
  await writeFile(configFile, stringify(library.pathMappings.length === 0 ? {} : { pathMappings: library.pathMappings }))
  const watch = new LogWatch({ 'the Stash key': keys.stashApiKey, 'the Plex token': keys.plexToken, 'the API key': keys.apiKey })
  const provider = await ProviderProcess.start({
    entry: options.entry, onLine: (line) => watch.take(line),
    env: environmentOf({ stash, plex, keys, configFile, dataDir: join(folder, 'data'), logLevel: options.logLevel }),
  })
  cleanup.add(() => provider.stop())
  return { library, stash, plex, provider, watch, keys }
}

interface EnvironmentParts extends Pick<Stage, 'stash' | 'plex' | 'keys'> {
  readonly configFile: string
  readonly dataDir: string
  readonly logLevel: string
}

/** Nothing of the caller's own settings gets in, so that the demo is the same everywhere. */
function environmentOf({ stash, plex, keys, configFile, dataDir, logLevel }: EnvironmentParts): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '', STASH_URL: stash.url, STASH_API_KEY: keys.stashApiKey, PLEX_URL: plex.url, PLEX_TOKEN: keys.plexToken,
    API_KEY: keys.apiKey, CONFIG_FILE: configFile, DATA_DIR: dataDir, LOG_LEVEL: logLevel,
  }
}

function secret(): string {
  return randomBytes(18).toString('hex')
}
