import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closest } from '../../config/config-fault.js'
import { fault } from '../../errors.js'
import { pluginKinds, pluginSource, readmeText, testSource, type PluginKind } from './plugin-templates.js'
import { codeOf } from '../settings.js'

const built = new URL('../../../', import.meta.url)
const typeFolders = ['plugin-api', 'domain']

/**
 * Writes a plugin folder that loads, with types, a test and a readme.
 *
 * @returns what to do next, line by line
 * @throws `S2P_USAGE` when the words do not fit, `S2P_ALREADY_THERE`, `S2P_FOLDER_UNWRITABLE`
 */
export function newPlugin(kind: string, id: string, pluginsDir: string): readonly string[] {
  if (!isKind(kind)) throw misfit(`"${kind}" is no kind of plugin (${didYouMean(kind)})`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 60) throw misfit(`"${id.slice(0, 60)}" is no id for a plugin: small letters, digits and single hyphens, as in my-plugin`)
  const folder = join(pluginsDir, id)
  const taken = [folder, ...['.mjs', '.js', '.mts'].map((extension) => folder + extension), fileURLToPath(new URL(`plugins/${id}`, built))].find((path) => existsSync(path))
  if (taken !== undefined) throw fault('S2P_ALREADY_THERE', { path: taken })
  write(folder, kind, id)
  return [`Wrote ${folder}.`, `Try it:   node --test ${join(folder, 'index.test.mjs')}`, `Use it:   add "- ${id}" to the plugins list of stash2plex.yaml and start again.`]
}

function misfit(why: string): Error {
  return fault('S2P_USAGE', { why, help: 'new-plugin --help' })
}

function didYouMean(kind: string): string {
  const meant = closest(kind, pluginKinds)
  return meant === undefined ? `there are ${pluginKinds.join(', ')}` : `did you mean ${meant}?`
}

function isKind(kind: string): kind is PluginKind {
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
    throw fault('S2P_FOLDER_UNWRITABLE', { folder, why: codeOf(error), variable: 'PLUGINS_DIR' }, error)
  }
}

function copyTypes(name: string, to: string): void {
  const from = fileURLToPath(new URL(`shared/${name}`, built))
  mkdirSync(to, { recursive: true })
  for (const file of readdirSync(from)) if (file.endsWith('.d.ts')) cpSync(join(from, file), join(to, file))
}
