import { resolve } from 'node:path'
import fastify from 'fastify'
import { test } from 'tap'
import { PluginSystem } from '../../core/plugin-system/plugin-system.js'
import { callCapability } from '../../core/plugin-system/registered.js'
import type { HostParts } from '../../core/plugin-system/registration.js'
import { pluginRoutes } from '../../core/plugin-system/route.js'
import { keepingLog } from './silent-log.js'

const zoo = resolve('test/fixtures/plugins')
const hints = { manual: false, places: [] }

const outcomes: readonly (readonly [id: string, status: string, reason: RegExp])[] = [
  ['syntax-error', 'failed', /^syntax error: Unexpected identifier/],
  ['missing-import', 'failed', /^its own import is missing: a-package-that-nobody-installed$/],
  ['value-import', 'failed', /^its own import is missing: .*plugin-api-of-another-time/],
  ['wrong-name-import', 'failed', /^its own import does not fit: .*readFleil/],
  ['with-own-import', 'failed', /^its own import is missing: .*absent\.mjs$/],
  ['throws-on-load', 'failed', /^throws on load: no licence key in LICENCE_KEY$/],
  ['parses-on-load', 'failed', /^throws on load: .*JSON/],
  ['hangs-on-load', 'failed', /^did not finish loading within 0\.3 s$/],
  ['no-default', 'failed', /^its default export is undefined, wanted an object$/],
  ['function-default', 'failed', /^its default export is a function, wanted an object$/],
  ['getter-default', 'failed', /^throws when its default export is read: not today$/],
  ['proxy-default', 'failed', /^throws when its default export is read: threw null$/],
  ['other-id', 'failed', /^its id is "another-id" but its file or folder is named "other-id"$/],
  ['newer-api', 'incompatible', /^written for plugin API 2; this is 1$/],
  ['version-text', 'failed', /^its apiVersion is a string, wanted 1$/],
  ['misspelt-key', 'failed', /^unknown key "configShema": did you mean "configSchema"\?$/],
  ['no-register', 'failed', /^its register is undefined, wanted a function$/],
  ['bad-schema', 'failed', /^its configSchema is not a valid JSON Schema: .*type/],
  ['wants-options', 'misconfigured', /^plugins\.wants-options\.endpoint is missing; plugins\.wants-options has the unknown option "modus": did you mean "mode"\?$/],
  ['throws-on-register', 'failed', /failed in register: threw an object without a message/],
  ['hangs-on-register', 'failed', /did not finish register within 40 ms/],
  ['misspelt-member', 'failed', /^addMatcher: unknown key "acepts": did you mean "accepts"\?$/],
  ['no-match', 'failed', /^addMatcher: it has no match$/],
  ['twins', 'failed', /^addMatcher: there is already one named "twins"/],
  ['tampers', 'failed', /failed in register: Cannot assign to read only property 'catalog'/],
  ['Not_Kebab', 'failed', /not kebab-case/],
  ['empty-folder', 'failed', /^its folder has no index file/],
  ['old-style', 'failed', /^old-style\.cjs is no file that this Node can load/],
  ['gud', 'failed', /there is no such plugin: did you mean "good"\?$/],
]

const log = keepingLog()
const unhandled: unknown[] = []
process.on('unhandledRejection', (reason) => { unhandled.push(reason) })

function load(ids: readonly string[], options: Readonly<Record<string, unknown>> = {}): Promise<PluginSystem> {
  return PluginSystem.load({
    bundledDir: resolve('dist/test/fixtures/none'),
    pluginsDir: zoo,
    entries: ids.map((id) => ({ id, enabled: true, options })),
    host: () => ({ catalog: 'a catalog' }) as unknown as HostParts,
    log,
    limits: { load: 300, register: 40, close: 20 },
  })
}

test('each broken plugin gets its own outcome', async (t) => {
  const system = await load([...outcomes.map(([id]) => id), 'good'], { modus: 'x' })
  for (const [id, status, reason] of outcomes) {
    const found = system.statuses().find((plugin) => plugin.id === id)
    t.equal(found?.status, status, `${id} is ${status}`)
    t.match(found?.reason ?? '', reason, `${id} says why`)
    t.ok(found?.advice, `${id} says what to do`)
    t.ok(system.faults().some((line) => line.startsWith(`plugins.${id}: `)), `${id} is reported at start`)
  }
  t.strictSame(system.matchers.map(({ plugin }) => plugin), ['good'], 'and the good one serves')
  await new Promise((done) => { setTimeout(done, 150) })
  t.strictSame(unhandled, [], 'a late rejection goes nowhere')
})

test('of two files with one id, one serves', async (t) => {
  const system = await load(['doubled'])
  t.match(system.statuses().filter(({ id }) => id === 'doubled'), [{ status: 'active' }, { status: 'failed', reason: /another file in the same folder has the same id/, advice: /Remove one/ }])
  t.equal(system.matchers.length, 1)
})

test('waits for a plugin that starts slowly', async (t) => {
  const system = await load(['starts-slowly'])
  t.match(system.statuses().find(({ id }) => id === 'starts-slowly'), { status: 'active', capabilities: [{ kind: 'matcher' }] })
})

test('imports nothing that the configuration leaves out', async (t) => {
  const system = await load(['in-folder', 'common-js'])
  const status = new Map(system.statuses().map((plugin) => [plugin.id, plugin.status]))
  t.equal(status.get('throws-on-load'), 'available')
  t.equal(status.get('in-folder'), 'active')
  t.equal(status.get('common-js'), 'active')
  t.notOk(system.faults().some((line) => line.includes('throws-on-load')))
})

test('a late add fails in its own call', async (t) => {
  const system = await load(['late-add'])
  const [matcher] = system.matchers
  const outcome = await callCapability(matcher!, { run: (context) => matcher!.capability.match(hints, context()), log })
  t.match(outcome, { ok: false, fault: { code: 'S2P_PLUGIN_THREW', message: /late-add.*addEnricher after its register was over/ } })
  t.equal(system.enrichers.length, 0)
})

test('a match that never answers is given up', async (t) => {
  const system = await load(['never-answers'])
  const [matcher] = system.matchers
  const outcome = await callCapability(matcher!, { run: (context) => matcher!.capability.match(hints, context()), log, timeLimitMs: 20 })
  t.match(outcome, { ok: false, fault: { code: 'S2P_PLUGIN_SLOW', message: /never-answers/ } })
  t.match(system.statuses().find(({ id }) => id === 'never-answers')?.capabilities, [{ failures: 1, lastError: { message: /never-answers/ } }])
})

test('shows statuses and figures over HTTP', async (t) => {
  const system = await load(['good', 'throws-on-match', 'answers-rubbish', 'syntax-error'])
  for (const matcher of system.matchers) await callCapability(matcher, { run: (context) => matcher.capability.match(hints, context()), log })
  const app = fastify()
  await app.register(pluginRoutes, { plugins: system })
  const { plugins } = (await app.inject('/plugins')).json<{ plugins: object[] }>()
  t.match(plugins.find((plugin) => 'id' in plugin && plugin.id === 'good'), {
    status: 'active', source: 'mounted', capabilities: [{ kind: 'matcher', name: 'good', order: 50, calls: 1, failures: 0 }, { kind: 'enricher', order: 20, calls: 0 }],
  })
  const figures = (id: string) => plugins.find((plugin) => 'id' in plugin && plugin.id === id)
  t.match(figures('good'), { capabilities: [{ p95Ms: Number }, { calls: 0 }] })
  t.match(figures('throws-on-match'), { status: 'active', capabilities: [{ kind: 'matcher', order: 1, calls: 1, failures: 1, p95Ms: Number, lastError: { message: /no index yet/, at: Number } }] })
  t.match(figures('answers-rubbish'), { capabilities: [{ failures: 1, lastError: { message: /wanted Stash's scene id/ } }] })
  t.match(figures('syntax-error'), { status: 'failed', reason: /syntax error/, advice: /node --check/, capabilities: [] })
  await app.close()
})

test('closing goes on past a closer that hangs', async (t) => {
  const system = await load(['throws-on-close', 'hangs-on-close', 'good'])
  await system.close()
  t.match(log.lines.slice(-2), [{ level: 'warn', message: /hangs-on-close did not finish close within 20 ms/ }, { level: 'warn', message: /throws-on-close failed in close: the database is locked/ }])
})
