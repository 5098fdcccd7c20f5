import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'tap'
import { PluginSystem } from '../../core/plugin-system/plugin-system.js'
import { fakeParts } from '../../core/testing/fake-host.js'
import type { Plugin } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

const ids = readdirSync(resolve('plugins'))

function load(entries: Parameters<typeof PluginSystem.load>[0]['entries']): Promise<PluginSystem> {
  return PluginSystem.load({
    bundledDir: resolve('dist/plugins'),
    pluginsDir: resolve('dist/plugins/none'),
    entries,
    host: () => fakeParts(),
    log: keepingLog(),
  })
}

/** Those that wait to be named. */
const optional = new Set(['oshash'])

test('every bundled plugin but the optional is active', async (t) => {
  const system = await load([])
  t.strictSame(system.statuses().map(({ id, status }) => `${id} ${status}`), ids.toSorted().map((id) => `${id} ${optional.has(id) ? 'available' : 'active'}`))
  const named = await load([{ id: 'oshash', enabled: true, options: {} }])
  t.match(named.statuses()[0], { id: 'oshash', status: 'active' })
  const names = system.matchers.map(({ name }) => name)
  const ours = ['typed-scene', 'own-guid', 'path-mapping', 'scene-id', 'path-suffix', 'filename', 'title-date']
  t.strictSame(names.filter((name) => ours.includes(name)), ours)
})

test('a wrong option is told with its choices', async (t) => {
  const system = await load([{ id: 'filename', enabled: true, options: { automatic: 'sometimes' } }])
  t.match(system.faults(), [/plugins\.filename\.automatic must be one of "witnessed", "distinctive", "always", "never"/])
  t.notOk(system.matchers.some(({ plugin }) => plugin === 'filename'))
})

test('every readme opens with kind, order, limit, failure', (t) => {
  for (const id of ids) {
    const text = readFileSync(resolve('plugins', id, 'readme.md'), 'utf8')
    t.ok(text.startsWith(`# ${id}\n\n| kind | order | limit | a failure |\n`), id)
    t.match(text, /\n## Options\n[\s\S]*\n## How it decides\n/, id)
  }
  t.end()
})

test('every option has its row and its words', async (t) => {
  for (const id of ids) {
    const { default: plugin } = await import(pathToFileURL(resolve('dist/plugins', id, 'index.js')).href) as { readonly default: Plugin }
    const properties = plugin.configSchema?.['properties'] as Readonly<Record<string, { readonly description?: string }>> | undefined
    const readme = readFileSync(resolve('plugins', id, 'readme.md'), 'utf8')
    for (const [name, { description }] of Object.entries(properties ?? {})) {
      t.match(readme, `\n| \`${name}\` |`, `${id}.${name} in the readme`)
      t.ok(description !== undefined && description !== '', `${id}.${name} has a description`)
    }
  }
})
