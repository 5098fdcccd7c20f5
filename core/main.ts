import 'reflect-metadata'
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { printableLines } from '../shared/text/printable.js'
import { buildApp } from './app.js'
import { bundledPlugins } from './container.js'
import type { Config } from './config/config.js'
import { secretVariables } from './config/secret-variables.js'
import { readConfig } from './config/read-config.js'
import { CodedError, fault } from './errors.js'
import { createLogger } from './log/logger.js'
import { Secrets } from './log/secrets.js'
import { reachHost } from './network/reach-host.js'
import { bundledFolders, containLooseEnds, LooseEnds } from './plugin-system/loose-ends.js'

/** Longest time that requests in flight get to finish, milliseconds. */
const GRACE = 8_000

async function start(): Promise<void> {
  const reading = await readConfig(process.env)
  forgetSecrets()
  const { config, notes } = await reachHost(reading.config)
  makeDataFolder(config.dataDir)
  const secrets = new Secrets()
  const logger = createLogger({ level: config.logLevel, titles: config.logTitles, secrets })
  const pluginLog = logger.child({ room: 'plugin-system' })
  containLooseEnds(new LooseEnds({ folders: [...bundledFolders(bundledPlugins), config.pluginsDir], log: pluginLog }), pluginLog)
  const app = await buildApp({ ...reading, config, warnings: [...reading.warnings, ...notes], logger, secrets })
  closeWithGrace({ delay: GRACE, logger: false, skip: ['unhandledRejection'] }, async ({ signal, err }) => {
    if (err !== undefined) logger.fatal({ err }, 'stopping after an unexpected error')
    else logger.info(`stopping on ${signal ?? 'request'}`)
    await app.close()
    await new Promise<void>((flushed) => { logger.flush(() => { flushed() }) })
  })
  await listen(app, config)
}

/** Plugins and child processes have no business with them. */
function forgetSecrets(): void {
  for (const name of secretVariables) {
    delete process.env[name]
    delete process.env[`${name}_FILE`]
  }
}

function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder)
  } catch (error) {
    throw fault('S2P_DATA_DIR_UNWRITABLE', { folder, why: (error as NodeJS.ErrnoException).code ?? 'unknown' }, error)
  }
}

/** Not by `recursive`, with which Node tries for ever where a file system lets nobody make folders, as /proc. */
function makeFolder(folder: string): void {
  const known = statSync(folder, { throwIfNoEntry: false })
  if (known?.isDirectory() === true) return
  if (known === undefined) makeFolder(dirname(folder))
  mkdirSync(folder)
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    await app.close()
    throw code === 'EADDRINUSE' ? fault('S2P_PORT_IN_USE', { host, port }, error) : fault('S2P_CANNOT_LISTEN', { host, port, why: code }, error)
  }
}

/** Without a log yet, the reason goes to standard error: 2 for a wrong configuration, 1 for anything else. */
function fail(error: unknown): never {
  const known = error instanceof CodedError
  process.stderr.write(known ? `${error.code}: ${printableLines(error.message)}\n` : `Stash2Plex could not start: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exit(known && error.code === 'S2P_CONFIG_INVALID' ? 2 : 1)
}

start().catch(fail)
