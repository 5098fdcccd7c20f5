import { parseDocument } from 'yaml'
import { readBounded } from './bounded-file.js'

/** Bytes. With a thousand rules a file has some hundred thousand; the parser takes minutes for tens of millions. */
const LARGEST = 1_048_576

export interface FileReading {
  readonly values: Readonly<Record<string, unknown>>
  readonly faults: readonly string[]
}

/** Reads the YAML file. A file that is not there is a fault only when it was asked for by name. */
export function readConfigFile(file: string, options: { readonly required: boolean }): FileReading {
  let text: string
  try {
    text = readBounded(file, LARGEST)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    if (code === 'ENOENT' && !options.required) return { values: {}, faults: [] }
    return { values: {}, faults: [`CONFIG_FILE: the file ${file} cannot be read (${code}), wants a readable YAML file, for example /config/stash2plex.yaml`] }
  }
  return parse(file, text)
}

function parse(file: string, text: string): FileReading {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true })
  if (document.errors.length > 0) return { values: {}, faults: document.errors.map((error) => `${file}: ${firstLine(error.message)}`) }
  let values: unknown
  try {
    values = document.toJS({ maxAliasCount: 50 })
    // Whoever shows or copies them later would not come to an end.
    if (!endsSomewhere(values)) return { values: {}, faults: [`${file}: an alias (*) leads back to what it is part of`] }
  } catch (error) {
    return { values: {}, faults: [`${file}: ${firstLine((error as Error).message)}`] }
  }
  if (values === null || values === undefined) return { values: {}, faults: [] }
  if (typeof values !== 'object' || Array.isArray(values)) return { values: {}, faults: [`${file}: wants keys and values at the top, for example "pathMappings:" and a list below`] }
  return { values: values as Record<string, unknown>, faults: [] }
}

function endsSomewhere(values: unknown): boolean {
  try {
    JSON.stringify(values)
    return true
  } catch {
    return false
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/:$/, '')
}
