import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../../shared/plugin-api/index.js'
import { deepFreeze } from './deep-freeze.js'
import { done, failed, refused, type Step } from './refusal.js'
import { didYouMean } from './suggestion.js'
import { textOfThrown } from './thrown.js'

const strictness: Options = { allErrors: true, verbose: true, useDefaults: true, validateFormats: false, logger: false, strictSchema: true, strictTypes: false, strictTuples: false, strictRequired: false }

/**
 * Checks a plugin's options by its schema and fills in defaults. A plugin without a schema gets its options as they are.
 * The faults never show a value: it may be a secret.
 */
export function configure(id: string, schema: JsonSchema | undefined, options: Readonly<Record<string, unknown>>): Step<unknown> {
  const config: unknown = structuredClone(options)
  if (schema === undefined) return done(deepFreeze(config))
  const compiled = compile(schema)
  if (!compiled.ok) return compiled
  const validate = compiled.value
  if (validate(config)) return done(deepFreeze(config))
  const faults = (validate.errors ?? []).map((error) => inWords(error, `plugins.${id}`))
  return refused({ status: 'misconfigured', reason: [...new Set(faults)].join('; '), advice: 'Correct these options in the configuration and start again.' })
}

function compile(schema: JsonSchema): Step<ValidateFunction> {
  try {
    const draft7 = typeof schema['$schema'] === 'string' && schema['$schema'].includes('draft-07')
    const validate = (draft7 ? new Ajv(strictness) : new Ajv2020(strictness)).compile(schema)
    if ('$async' in validate) return failed('its configSchema is asynchronous', 'Take $async out of the schema.')
    return done(validate)
  } catch (error) {
    return failed(`its configSchema is not a valid JSON Schema: ${textOfThrown(error)}`, 'Mend the plugin\'s configSchema.')
  }
}

function inWords(error: ErrorObject, prefix: string): string {
  const at = `${prefix}${error.instancePath.replaceAll('/', '.')}`
  const params = error.params as Readonly<Record<string, unknown>>
  switch (error.keyword) {
    case 'additionalProperties': return `${at} has the unknown option ${unknownOption(error, String(params['additionalProperty']))}`
    case 'enum': return `${at} must be one of ${(params['allowedValues'] as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
    case 'required': return `${at}.${String(params['missingProperty'])} is missing`
    default: return `${at} ${error.message ?? 'does not fit'}`
  }
}

function unknownOption(error: ErrorObject, name: string): string {
  const known = Object.keys((error.parentSchema as { readonly properties?: object } | undefined)?.properties ?? {})
  return `"${name}"${didYouMean(name, known) || (known.length > 0 ? ` (known: ${known.join(', ')})` : '')}`
}
