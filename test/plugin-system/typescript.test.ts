import { resolve } from 'node:path'
import { test } from 'tap'
import { PluginSystem } from '../../core/plugin-system/plugin-system.js'
import { callCapability } from '../../core/plugin-system/registered.js'
import { fakeParts } from '../../core/testing/fake-host.js'
import { keepingLog } from './silent-log.js'

const typescript = (process.features as { readonly typescript?: unknown }).typescript
const strips = typescript !== undefined && typescript !== false
const log = keepingLog()

function load(id: string): Promise<PluginSystem> {
  return PluginSystem.load({
    bundledDir: resolve('dist/test/fixtures/none'), pluginsDir: resolve('test/fixtures/plugins'), entries: [{ id, enabled: true, options: {} }], host: () => fakeParts(), log,
  })
}
const statusOf = (system: PluginSystem, id: string) => system.statuses().find((plugin) => plugin.id === id)

test('a drop-in in TypeScript runs as it is', { skip: strips ? false : `Node ${process.version} does not strip types; 22.18 and later do` }, async (t) => {
  const system = await load('typed')
  t.match(statusOf(system, 'typed'), { status: 'active', file: /typed\.mts$/ })
  const [matcher] = system.matchers
  const outcome = await callCapability(matcher!, { run: (context) => matcher!.capability.match({ filename: 'a.mp4', manual: false, places: [] }, context()), log })
  t.match(outcome, { ok: true, value: [{ sceneId: '1', score: 7 }] })
})

test('TypeScript that is more than types says so', { skip: strips ? false : `Node ${process.version} does not strip types; 22.18 and later do` }, async (t) => {
  t.match(statusOf(await load('not-erasable'), 'not-erasable'), { status: 'failed', reason: /enum/, advice: /plain object in place of an enum/ })
})

test('an older Node says what TypeScript needs', { skip: strips ? `Node ${process.version} strips types` : false }, async (t) => {
  t.match(statusOf(await load('typed'), 'typed'), { status: 'failed', reason: /typed\.mts is TypeScript, which Node runs from 22\.18 on; this is v20/, advice: /typed\.mjs/ })
})
