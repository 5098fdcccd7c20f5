import fastifyEnv from '@fastify/env'
import type { Ajv, ErrorObject } from 'ajv'
import { fastify } from 'fastify'
import { readBounded } from './bounded-file.js'
import { closest, faultLine, worthSaying } from './config-fault.js'
import { scalarSettings, variableName, type ScalarKey } from './schema.js'
import { secretVariables, type Environment } from './secret-variables.js'

export interface EnvironmentReading {
  /** By setting, `stashUrl` and so on; only what the environment sets. */
  readonly values: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
  /** Variables that look like a misspelt one of ours. */
  readonly warnings: readonly string[]
}

const keys = Object.keys(scalarSettings) as ScalarKey[]
/** Bytes. */
const LARGEST_SECRET = 65_536
const keyOfVariable = new Map(keys.map((key) => [variableName(key), key]))
/** Read by the process itself or by the one who starts us. */
const otherVariables = ['CONFIG_FILE', 'TZ', 'NODE_ENV']

/** Reads our variables, and the files that `*_FILE` variables point to. */
export async function readEnvironment(env: Environment): Promise<EnvironmentReading> {
  const fromFiles = readSecretFiles(env)
  const data = { ...ownVariables(env), ...fromFiles.values }
  const checked = await check(data)
  return { values: checked.values, faults: [...fromFiles.faults, ...checked.faults], warnings: misspelt(env) }
}

function ownVariables(env: Environment): Record<string, string> {
  const set = [...keyOfVariable.keys()].flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]] as const]))
  return Object.fromEntries(set)
}

function readSecretFiles(env: Environment): { values: Record<string, string>, faults: string[] } {
  const values: Record<string, string> = {}
  const faults: string[] = []
  for (const name of secretVariables) {
    const file = env[`${name}_FILE`]
    if (file === undefined || file === '') continue
    if ((env[name] ?? '') !== '') faults.push(`${name}_FILE: ${name} is set as well; keep one of the two`)
    else readSecret(name, file, values, faults)
  }
  return { values, faults }
}

function readSecret(name: string, file: string, values: Record<string, string>, faults: string[]): void {
  try {
    const text = readBounded(file, LARGEST_SECRET).trim()
    if (text === '') faults.push(`${name}_FILE: the file ${file} is empty, wants the secret on one line`)
    else values[name] = text
  } catch (error) {
    faults.push(`${name}_FILE: the file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}), wants a readable file that holds the secret`)
  }
}

async function check(data: Record<string, string>): Promise<{ values: Record<string, unknown>, faults: string[] }> {
  const properties = Object.fromEntries(keys.map((key) => [variableName(key), withoutDefault(scalarSettings[key])]))
  const reader = fastify({ logger: false })
  try {
    await reader.register(fastifyEnv, { confKey: 'environment', schema: { type: 'object', properties }, data, env: false, ajv: { customOptions: annotated } })
    return { values: bySetting(reader.getDecorator<Record<string, unknown>>('environment')), faults: [] }
  } catch (error) {
    const errors = (error as { errors?: ErrorObject[] }).errors
    if (errors === undefined) throw error
    return { values: bySetting(data), faults: errors.filter((one) => worthSaying(one, errors)).map((one) => faultLine(one, (pointer) => pointer.slice(1))) }
  } finally {
    await reader.close()
  }
}

function withoutDefault(schema: object): object {
  const { default: _, ...rest } = schema as { default?: unknown }
  return rest
}

function bySetting(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => {
    const key = keyOfVariable.get(name)
    return key === undefined ? [] : [[key, value]]
  }))
}

function misspelt(env: Environment): string[] {
  const known = [...keyOfVariable.keys(), ...secretVariables.map((name) => `${name}_FILE`), ...otherVariables]
  const suspicious = Object.keys(env).filter((name) => /^(STASH|PLEX|PUBLIC|PROVIDER|PLUGINS|CONFIG|LOG|DATA)_/.test(name) && !known.includes(name))
  return suspicious.flatMap((name) => {
    const meant = closest(name, known)
    return meant === undefined ? [] : [`${name} is not a variable that Stash2Plex reads; did you mean ${meant}?`]
  })
}

/** Lets Ajv know our annotations, and keep value and schema in its errors so that a fault can name them. */
function annotated(ajv: Ajv): Ajv {
  ajv.addVocabulary(['wants', 'secret'])
  ajv.opts.verbose = true
  return ajv
}
