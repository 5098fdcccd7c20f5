import { scalarSettings, variableName, type ScalarKey } from './schema.js'

export type Environment = Readonly<Record<string, string | undefined>>

const keys = Object.keys(scalarSettings) as ScalarKey[]

/** Every variable that may hold a secret: they are taken out of the process once read. */
export const secretVariables = keys.filter((key) => (scalarSettings[key] as { secret?: boolean }).secret === true).map(variableName)
