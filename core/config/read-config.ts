import { resolve } from 'node:path'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { fault } from '../errors.js'
import { compilePathMapping, type CompiledPathMapping } from '../../shared/path-mapping/index.js'
import type { PathMappingRuleOptions } from '../../shared/path-mapping/rule-options.js'
import type { Config, PluginEntry } from './config.js'
import { faultLine, worthSaying, type NameOf } from './config-fault.js'
import { addressFaults, proxiesIn } from './addresses.js'
import { readConfigFile } from './config-file.js'
import { readEnvironment } from './environment.js'
import { gapFaults } from './gap-faults.js'
import { pathMappingSchemas, settingsSchema, variableName, type Settings } from './schema.js'
import type { Environment } from './secret-variables.js'

const DEFAULT_FILE = './stash2plex.yaml'

export interface ConfigReading {
  readonly config: Config
  /** The configured rules, ready for use. */
  readonly pathMapping: CompiledPathMapping['mapping']
  /** The file that was read, or would have been. */
  readonly file: string
  readonly warnings: readonly string[]
}

const ajv = new Ajv({ allErrors: true, strict: false, useDefaults: true, verbose: true })
const checkSettings = ajv.compile<Settings>(settingsSchema)
const checkRule = { folder: ajv.compile(pathMappingSchemas.folder), pattern: ajv.compile(pathMappingSchemas.pattern) }

/**
 * Reads environment and file, the environment winning, and checks both as one.
 * @throws `S2P_CONFIG_INVALID` with every fault that was found, a line each.
 */
export async function readConfig(env: Environment): Promise<ConfigReading> {
  const chosen = env.CONFIG_FILE === undefined || env.CONFIG_FILE === '' ? undefined : env.CONFIG_FILE
  const file = resolve(chosen ?? DEFAULT_FILE)
  const environment = await readEnvironment(env)
  const yaml = readConfigFile(file, { required: chosen !== undefined })
  const settings = { ...structuredClone(yaml.values), ...environment.values } as Settings
  const rules = await compiledRules(settings.pathMappings)
  const faults = [...environment.faults, ...yaml.faults, ...settingsFaults(settings, nameIn(environment.values, yaml.values), environment.faults), ...crossFaults(settings), ...gapFaults(settings.gaps), ...rules.faults]
  if (faults.length > 0) throw fault('S2P_CONFIG_INVALID', { count: faults.length, faults: faults.map((line) => `  - ${line}`).join('\n') })
  return { config: toConfig(settings), pathMapping: rules.mapping, file, warnings: [...environment.warnings, ...rules.notes] }
}

/** A key is called by its variable where the environment set it, or where nobody did and the variable is the usual way. */
function nameIn(fromEnvironment: object, fromFile: object): NameOf {
  return (pointer) => {
    const [key = '', ...rest] = pointer.slice(1).split('/')
    const inFile = Object.hasOwn(fromFile, key) && !Object.hasOwn(fromEnvironment, key)
    const head = inFile || !Object.hasOwn(settingsSchema.properties, key) ? key : variableName(key)
    return [head, ...rest].join('.').replace(/\.(\d+)/g, '[$1]')
  }
}

function settingsFaults(settings: Settings, nameOf: NameOf, said: readonly string[]): string[] {
  const lines = [...linesOf(checkSettings, settings, nameOf), ...ruleFaults(settings.pathMappings)]
  return lines.filter((line) => !said.some((earlier) => earlier.split(':')[0] === line.split(':')[0]))
}

function linesOf(check: ValidateFunction, value: unknown, nameOf: NameOf): string[] {
  if (check(value)) return []
  const errors: ErrorObject[] = check.errors ?? []
  return [...new Set(errors.filter((error) => worthSaying(error, errors)).map((error) => faultLine(error, nameOf)))]
}

function ruleFaults(rules: unknown): string[] {
  return Array.isArray(rules) ? rules.flatMap(oneRuleFaults) : []
}

function oneRuleFaults(rule: unknown, index: number): string[] {
  const where: NameOf = (pointer) => `pathMappings[${index}]${pointer.replaceAll('/', '.')}`
  if (typeof rule !== 'object' || rule === null) return [`${where('')}: wants a rule, for example { name: nas, plex: /plex/media, stash: /data/media }`]
  const sides = rule as { plex?: unknown, stash?: unknown }
  const isPattern = typeof sides.plex === 'object' || typeof sides.stash === 'object'
  return linesOf(isPattern ? checkRule.pattern : checkRule.folder, rule, where)
}

/** Rules whose form is wrong are told of already; only the others can be compiled. */
async function compiledRules(rules: unknown): Promise<CompiledPathMapping> {
  if (rules === undefined || rules === null) return compilePathMapping(undefined)
  if (!Array.isArray(rules)) return compilePathMapping([])
  const wellFormed = rules.filter((rule, index) => oneRuleFaults(rule, index).length === 0)
  return compilePathMapping(wellFormed as PathMappingRuleOptions[])
}

function crossFaults(settings: Settings): string[] {
  const faults: string[] = []
  if (settings.plexToken !== undefined && settings.plexUrl === undefined) faults.push('PLEX_URL: is missing though PLEX_TOKEN is set, wants an http:// or https:// address, for example http://plex:32400')
  if (settings.plexUrl !== undefined && settings.plexToken === undefined) faults.push('PLEX_TOKEN: is missing though PLEX_URL is set, wants a Plex token of the server\'s owner')
  for (const key of ['stashUrl', 'plexUrl', 'publicUrl', 'providerUrl'] as const) {
    const value = settings[key]
    if (typeof value === 'string' && /^https?:\/\//.test(value) && !URL.canParse(value)) faults.push(`${variableName(key)}: got ${JSON.stringify(value)}, which is no valid address, for example http://nas.lan:9999`)
  }
  return [...faults, ...addressFaults(settings)]
}

function toConfig(settings: Settings): Config {
  return {
    stash: { url: settings.stashUrl, apiKey: settings.stashApiKey },
    plex: settings.plexUrl === undefined || settings.plexToken === undefined ? undefined : { url: settings.plexUrl, token: settings.plexToken },
    publicUrl: settings.publicUrl?.replace(/\/+$/, ''),
    providerUrl: settings.providerUrl?.replace(/\/+$/, ''),
    trustProxy: proxiesIn(settings.trustProxy),
    host: settings.host,
    port: settings.port,
    logLevel: settings.logLevel,
    logTitles: settings.logTitles,
    dataDir: resolve(settings.dataDir),
    pluginsDir: resolve(settings.pluginsDir),
    apiKey: settings.apiKey,
    providerToken: settings.providerToken,
    pathMappings: settings.pathMappings as PathMappingRuleOptions[] | undefined,
    library: { roots: settings.library?.roots ?? [], filenames: settings.library?.filenames ?? 'auto' },
    plugins: (settings.plugins ?? []).map(toPluginEntry),
    match: { adult: settings.match?.adult ?? 'ignore', require: { organized: false, stashId: false, url: false, ...settings.match?.require } },
    gaps: { schedule: settings.gaps?.schedule ?? 'manual', sections: settings.gaps?.sections ?? [], ignore: settings.gaps?.ignore ?? [] },
    sync: { changesEveryMs: spanMs(settings.sync?.changesEvery ?? '60 s'), sweepEveryMs: spanMs(settings.sync?.sweepEvery ?? '6 h') },
    metadata: { missingDate: settings.metadata?.missingDate ?? 'file', contentRating: settings.metadata?.contentRating ?? 'XXX', galleries: settings.metadata?.galleries ?? false },
  }
}

/** Of a text that fits the schema. */
function spanMs(text: string): number {
  const unit = text.endsWith('h') ? 3_600_000 : text.endsWith('min') ? 60_000 : 1000
  return Number.parseInt(text, 10) * unit
}

function toPluginEntry(entry: string | Readonly<Record<string, Readonly<Record<string, unknown>> | null>>): PluginEntry {
  if (typeof entry === 'string') return { id: entry, enabled: true, options: {} }
  const [id = '', given] = Object.entries(entry)[0] ?? []
  const { enabled, ...options } = given ?? {}
  return { id, enabled: enabled !== false, options }
}
