import type { JsonSchema, PluginHost } from '../../shared/plugin-api/index.js'
import { kindOf } from './check-candidates.js'
import { done, failed, refused, type Step } from './refusal.js'
import { didYouMean } from './suggestion.js'
import { textOfThrown } from './thrown.js'

/** A plugin's members, read once, so that no later look at the object can surprise. */
export interface CheckedPlugin {
  readonly id: string
  readonly enabledByDefault: boolean
  readonly configSchema: JsonSchema | undefined
  readonly register: (host: PluginHost, config: unknown) => unknown
}

export const apiVersion = 1
const members = ['id', 'apiVersion', 'enabledByDefault', 'configSchema', 'register'] as const
const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

export function isKebabCase(id: string): boolean {
  return kebabCase.test(id)
}

/** Checks the shape of a default export. Never throws, whatever the object does when looked at. */
export function checkPlugin(exported: unknown, id: string): Step<CheckedPlugin> {
  try {
    return checkShape(exported, id)
  } catch (error) {
    return failed(`throws when its default export is read: ${textOfThrown(error)}`, 'Export a plain object.')
  }
}

function checkShape(exported: unknown, id: string): Step<CheckedPlugin> {
  if (typeof exported !== 'object' || exported === null) return failed(`its default export is ${kindOf(exported)}, wanted an object`, 'Write `export default { id, apiVersion: 1, register(host) { … } }`.')
  const { id: ownId, apiVersion: version, enabledByDefault = true, configSchema, register } = exported as Readonly<Record<string, unknown>>
  return checkVersion(version)
    ?? checkKeys(exported)
    ?? checkId(ownId, id)
    ?? checkDefault(enabledByDefault)
    ?? checkRegister(register)
    ?? checkSchemaShape(configSchema)
    ?? done({ id, enabledByDefault: enabledByDefault === true, configSchema: configSchema as JsonSchema | undefined, register: (host, config) => Reflect.apply(register as () => unknown, exported, [host, config]) })
}

/** First of all: a plugin for a newer API may rightly have keys that are unknown here. */
function checkVersion(version: unknown): Step<never> | undefined {
  if (version === apiVersion) return undefined
  if (typeof version === 'number' && version > apiVersion) {
    return refused({ status: 'incompatible', reason: `written for plugin API ${version}; this is ${apiVersion}`, advice: 'Update Stash2Plex.' })
  }
  return failed(`its apiVersion is ${typeof version === 'number' ? version : kindOf(version)}, wanted ${apiVersion}`, `Write \`apiVersion: ${apiVersion}\`.`)
}

function checkKeys(exported: object): Step<never> | undefined {
  const unknown = unknownKey(exported, members)
  return unknown === undefined ? undefined : failed(`unknown key ${unknown}`, `A plugin has the keys ${members.join(', ')}.`)
}

function checkId(ownId: unknown, id: string): Step<never> | undefined {
  if (typeof ownId !== 'string') return failed(`its id is ${kindOf(ownId)}, wanted "${id}"`, 'Give it the id that its file or folder is named after.')
  if (!isKebabCase(ownId)) return failed(`its id "${ownId.slice(0, 60)}" is not kebab-case`, 'Use small letters, digits and single hyphens, as in my-matcher.')
  return ownId === id ? undefined : failed(`its id is "${ownId.slice(0, 60)}" but its file or folder is named "${id}"`, 'Make the two the same.')
}

function checkDefault(value: unknown): Step<never> | undefined {
  return typeof value === 'boolean' ? undefined : failed(`its enabledByDefault is ${kindOf(value)}, wanted true or false`, 'Take it out: a drop-in runs when the configuration names it.')
}

function checkRegister(register: unknown): Step<never> | undefined {
  return typeof register === 'function' ? undefined : failed(`its register is ${kindOf(register)}, wanted a function`, 'Write `register(host, config) { host.addMatcher(…) }`.')
}

function checkSchemaShape(schema: unknown): Step<never> | undefined {
  const fits = schema === undefined || (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
  return fits ? undefined : failed(`its configSchema is ${kindOf(schema)}, wanted a JSON Schema`, 'Write a plain object, such as { type: \'object\', properties: { … } }.')
}

/**
 * The first key that is not among the known ones, with the word that was probably meant. Objects of a class may keep what
 * they like.
 */
export function unknownKey(value: object, known: readonly string[]): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const key = Object.keys(value).find((name) => !known.includes(name))
  return key === undefined ? undefined : `"${key.slice(0, 60)}"${didYouMean(key, known)}`
}
