import { readdir, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { codeOfThrown, textOfThrown } from './thrown.js'

/** A plugin's file that was found; nothing of it has run. */
export interface FoundPlugin {
  readonly id: string
  readonly source: 'bundled' | 'mounted'
  /** Absolute path of the file to import. */
  readonly file: string
}

export interface Discovery {
  /** One file an id and source, sorted by id. */
  readonly found: readonly FoundPlugin[]
  /** Files that lost against another file of the same id in the same folder. */
  readonly shadowed: readonly FoundPlugin[]
  /** What lies in the plugins folder under a plugin's name and is none, by that name; and why. */
  readonly unusable: ReadonlyMap<string, string>
  /** One line for each folder that could not be read. */
  readonly faults: readonly string[]
}

const typescript = (process.features as { readonly typescript?: unknown }).typescript
/** Most wanted first. */
const extensions: readonly string[] = typescript === undefined || typescript === false ? ['.mjs', '.js'] : ['.mjs', '.js', '.mts']
const usable = extensions.join(', ')

/** Lists what lies in the folder of bundled plugins (`<id>/index.js`) and in the mounted one (also `<id>.mjs`). */
export async function discover({ bundledDir, pluginsDir }: { readonly bundledDir: string, readonly pluginsDir: string }): Promise<Discovery> {
  const bundled = await filesIn(bundledDir, 'bundled')
  const mounted = await filesIn(pluginsDir, 'mounted')
  return {
    found: [...bundled.found, ...mounted.found],
    shadowed: [...bundled.shadowed, ...mounted.shadowed],
    unusable: mounted.unusable,
    faults: [...bundled.faults, ...mounted.faults],
  }
}

async function filesIn(folder: string, source: FoundPlugin['source']): Promise<Discovery> {
  const names = await namesIn(folder)
  if (!Array.isArray(names)) return { found: [], shadowed: [], unusable: new Map(), faults: names.missing && source === 'mounted' ? [] : [names.fault] }
  const looked = await Promise.all(names.map(async (name) => ({ name, files: await pluginFilesAt(folder, name, source) })))
  const sorted = looked.flatMap(({ files }) => files).sort((a, b) => a.id.localeCompare(b.id, 'en') || preference(a.file) - preference(b.file))
  const first = new Map(sorted.toReversed().map((plugin) => [plugin.id, plugin]))
  return {
    found: sorted.filter((plugin) => first.get(plugin.id) === plugin),
    shadowed: sorted.filter((plugin) => first.get(plugin.id) !== plugin),
    unusable: new Map(looked.filter(({ files }) => files.length === 0).map(({ name }) => [parse(name).name, whyUnusable(name)])),
    faults: [],
  }
}

/** Only asked for what the configuration names. */
function whyUnusable(name: string): string {
  const { ext } = parse(name)
  if (ext === '.mts') return `${name} is TypeScript, which Node runs from 22.18 on; this is ${process.version}`
  return ext === '' ? `its folder has no index file (${usable})` : `${name} is no file that this Node can load as a plugin (${usable})`
}

async function namesIn(folder: string): Promise<string[] | { readonly missing: boolean, readonly fault: string }> {
  try {
    return (await readdir(folder)).filter((name) => !/^[._]|^node_modules$/.test(name))
  } catch (error) {
    return { missing: codeOfThrown(error) === 'ENOENT', fault: `The plugins folder ${folder} cannot be read: ${textOfThrown(error)}` }
  }
}

async function pluginFilesAt(folder: string, name: string, source: FoundPlugin['source']): Promise<FoundPlugin[]> {
  const path = join(folder, name)
  const { name: stem, ext } = parse(name)
  if (await isFile(path)) {
    const wanted = source === 'mounted' && extensions.includes(ext) && !stem.endsWith('.d')
    return wanted ? [{ id: stem, source, file: path }] : []
  }
  const indexes = extensions.map((extension) => join(path, `index${extension}`))
  const present = await Promise.all(indexes.map(isFile))
  return indexes.filter((_, at) => present[at]).map((file) => ({ id: name, source, file }))
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false)
}

/** A file of its own before a folder, and the extensions in their order. */
function preference(file: string): number {
  const { name, ext } = parse(file)
  return (name === 'index' ? 10 : 0) + extensions.indexOf(ext)
}
