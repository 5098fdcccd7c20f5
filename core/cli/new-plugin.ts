import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from './command-line.js'
import { pluginKinds, pluginSource, readmeText, testSource, type PluginKind } from './plugin-templates.js'
import { Trouble } from './server.js'

const built = new URL('../../', import.meta.url)
const typeFolders = ['plugin-api', 'domain']

/**
 * Writes a plugin folder that loads, with types, a test and a readme. `args` are those after `new-plugin`.
 *
 * @returns what to do next, for the terminal
 * @throws UsageError when the words do not fit, Trouble when there is already something of that name
 */
export function newPlugin(args: readonly string[], pluginsDir: string): string {
  const [kind, id, ...others] = args
  if (!isKind(kind) || id === undefined || others.length > 0) throw new UsageError(`new-plugin wants a kind and an id: stash2plex new-plugin ${pluginKinds.join('|')} my-plugin.`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 60) throw new UsageError(`"${id.slice(0, 60)}" is no id for a plugin: small letters, digits and single hyphens, as in my-plugin.`)
  const folder = join(pluginsDir, id)
  const taken = [folder, ...['.mjs', '.js', '.mts'].map((extension) => folder + extension), fileURLToPath(new URL(`plugins/${id}`, built))].find((path) => existsSync(path))
  if (taken !== undefined) throw new Trouble(`There is already ${taken}; nothing was written. Choose another id, or remove it.`)
  write(folder, kind, id)
  return `Wrote ${folder}.\nTry it:   node --test ${join(folder, 'index.test.mjs')}\nUse it:   add "- ${id}" to the plugins list of stash2plex.yaml and start again.\n`
}

function isKind(kind: string | undefined): kind is PluginKind {
  return pluginKinds.some((known) => known === kind)
}

function write(folder: string, kind: PluginKind, id: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of typeFolders) copyTypes(name, join(folder, 'types', name))
    writeFileSync(join(folder, 'index.mjs'), pluginSource(kind, id), { flag: 'wx' })
    writeFileSync(join(folder, 'index.test.mjs'), testSource(new URL('core/testing/index.js', built).href), { flag: 'wx' })
    writeFileSync(join(folder, 'readme.md'), readmeText(kind, id), { flag: 'wx' })
  } catch (error) {
    throw new Trouble(`${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Set PLUGINS_DIR to a folder that is yours.`, { cause: error })
  }
}

function copyTypes(name: string, to: string): void {
  const from = fileURLToPath(new URL(`shared/${name}`, built))
  mkdirSync(to, { recursive: true })
  for (const file of readdirSync(from)) if (file.endsWith('.d.ts')) cpSync(join(from, file), join(to, file))
}
