import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const top = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** What each room of core may import besides itself, `errors` and `shared`. `types` rooms only by `import type`. */
const rooms: Record<string, { readonly values?: readonly string[], readonly types?: readonly string[] }> = {
  access: {},
  'api-docs': {},
  config: {},
  load: {},
  log: { types: ['config'] },
  network: { types: ['config'] },
  store: {},
  stash: {},
  'plex-server': {},
  jobs: {},
  catalog: { values: ['store', 'stash', 'jobs'] },
  'plex-library': { values: ['store', 'plex-server', 'jobs'] },
  'plugin-system': { types: ['catalog', 'stash', 'plex-server', 'config'] },
  match: { values: ['plugin-system', 'catalog'] },
  metadata: { values: ['plugin-system', 'catalog', 'store'], types: ['stash'] },
  artwork: { values: ['stash'] },
  gaps: { values: ['catalog', 'plex-server', 'store', 'plugin-system', 'jobs'] },
  cli: { values: ['access', 'catalog', 'config', 'log', 'network', 'plex', 'plex-library', 'plex-server', 'plugin-system', 'stash', 'store', 'testing', 'mapping-suggestion', 'suggest-alone.ts', 'state-migrations.ts'], types: ['health'] },
  explain: { values: ['match', 'metadata', 'plex'], types: ['plex-server', 'plugin-system'] },
  testing: { values: ['plugin-system', 'metadata'] },
  delivery: { values: ['catalog', 'plex-server', 'store', 'plugin-system'] },
  plex: { values: ['match', 'metadata', 'artwork', 'plugin-system'], types: ['catalog', 'delivery', 'log'] },
  'mapping-suggestion': { values: ['store'] },
  health: { types: ['access', 'catalog', 'delivery', 'gaps', 'plugin-system', 'stash', 'plex-server', 'plex-library', 'config'] },
}

/** The files of core that every room may use. */
const common = new Set(['core/errors.ts', 'core/request-budget.ts'])

/** The files of core that wire everything may name every room. */
const wiring = new Set(['core/admin-options.ts', 'core/app.ts', 'core/container.ts', 'core/main.ts', 'core/make-mapping-finder.ts', 'core/rule-coverage.ts', 'core/suggest-alone.ts', 'core/sync-lane.ts', 'core/tokens.ts', 'core/suggestion-thread.ts', 'core/suggestion-worker.ts', 'core/worker.ts', 'core/comparison-lane.ts', 'core/comparison-request.ts', 'core/comparison-worker.ts', 'core/state-migrations.ts', 'core/errors.ts'])

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

function sources(folder: string): string[] {
  return readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(top, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/fixtures/'))
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(top, file), 'utf8')
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?'(\.[^']+)'|import\('(\.[^']+)'\)/gm)
  return [...found].map((match) => ({
    from: file,
    to: relative(top, resolve(top, dirname(file), match[2] ?? match[3] ?? '')).replace(/\.js$/, '.ts'),
    typeOnly: match[1] !== undefined,
  }))
}

const all = ['core', 'plugins', 'shared', 'demo'].flatMap(sources).flatMap(importsOf)
const show = ({ from, to, typeOnly }: Import) => `${from} imports ${typeOnly ? 'types of ' : ''}${to}`
const room = (file: string) => file.split('/')[1] ?? ''

t.test('finds imports to check at all', async (t) => {
  t.ok(all.length > 30, `${all.length} imports`)
  t.ok(all.some(({ typeOnly }) => typeOnly))
})

t.test('shared imports nothing of the other folders', async (t) => {
  t.strictSame(all.filter(({ from, to }) => from.startsWith('shared/') && !to.startsWith('shared/')).map(show), [])
})

t.test('plugins import only types of the plugin API', async (t) => {
  const own = ({ from, to }: Import) => to.startsWith(`plugins/${room(from)}/`)
  const api = ({ to, typeOnly }: Import) => typeOnly && to.startsWith('shared/plugin-api/')
  t.strictSame(all.filter((one) => one.from.startsWith('plugins/') && !own(one) && !api(one)).map(show), [])
})

t.test('core imports no plugin and no sample', async (t) => {
  t.strictSame(all.filter(({ from, to }) => from.startsWith('core/') && !/^(core|shared)\//.test(to)).map(show), [])
})

t.test('the samples import only types of shared', async (t) => {
  const allowed = ({ to, typeOnly }: Import) => to.startsWith('demo/') || (typeOnly && to.startsWith('shared/'))
  t.strictSame(all.filter((one) => one.from.startsWith('demo/') && !allowed(one)).map(show), [])
})

t.test('rooms of core know only the rooms they may', async (t) => {
  const strangers = all.filter((one) => {
    if (!one.from.startsWith('core/') || !one.to.startsWith('core/') || wiring.has(one.from) || common.has(one.to)) return false
    const [from, to] = [room(one.from), room(one.to)]
    if (from === to) return false
    const rule = rooms[from] ?? {}
    return !(rule.values?.includes(to) === true || (one.typeOnly && rule.types?.includes(to) === true))
  })
  t.strictSame(strangers.map(show), [])
})

t.test('every room of core has its rule', async (t) => {
  const present = readdirSync(join(top, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  t.strictSame(present.filter((name) => !Object.hasOwn(rooms, name)), [])
})

t.test('no import goes round in a circle', async (t) => {
  const next = new Map<string, string[]>()
  for (const { from, to, typeOnly } of all) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' > '))
    if (done.has(file)) return
    for (const target of next.get(file) ?? []) visit(target, [...way, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  t.strictSame(circles, [])
})
