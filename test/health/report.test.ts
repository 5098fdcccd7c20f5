import t from 'tap'
import { healthReport, type HealthParts } from '../../core/health/report.js'

const since = 1_700_000_000
const catalog = { phase: 'complete', percent: 100, scenes: 5, files: 5, syncedAt: since, checkedAt: since, sweptAt: since, staleSince: undefined, lastError: undefined } as const

async function problemsOf(changes: Partial<HealthParts>): Promise<readonly string[]> {
  const parts = {
    version: '1.0.0', catalogState: () => catalog, stashStatus: async () => ({ status: 'OK', version: 'v0.30.1', databaseSchema: 75 }), stashResting: () => false,
    plexIdentity: undefined, plexSections: () => [], plugins: () => [], pending: () => ({ ready: 0, waiting: 0, empty: 0 }), shedding: () => undefined,
    pictures: () => ({ address: 'https://plex.example.org', reach: 'public', warning: undefined }),
    pathMapping: () => ({ rules: ['same-path'], silenced: [], configured: 0, found: undefined, foundAt: undefined, obstacle: undefined, yaml: undefined }),
    ...changes,
  } as unknown as HealthParts
  return ((await healthReport(parts)) as { readonly problems: readonly string[] }).problems
}

t.test('says nothing while all is well', async (t) => {
  t.strictSame(await problemsOf({}), [])
})

t.test('tells an outage once', async (t) => {
  const away = 'Stash cannot be reached.'
  const stashStatus = (): Promise<never> => Promise.reject(new Error(away))
  t.strictSame(await problemsOf({ stashStatus, catalogState: () => ({ ...catalog, staleSince: since, lastError: away }) }), [away, 'The catalog has been stale since 2023-11-14T22:13:20.000Z.'])
  t.match(await problemsOf({ stashStatus, catalogState: () => ({ ...catalog, phase: 'empty', staleSince: since, lastError: away }) }), [away, /^The first sync has been waiting for Stash since /])
  t.match(await problemsOf({ catalogState: () => ({ ...catalog, staleSince: since, lastError: 'The disk is full.' }) }), [/stale since .*: The disk is full\.$/])
})

t.test('names plugins that do not run, and files that wait', async (t) => {
  const plugin = { source: 'mounted', file: '/x.mjs', advice: 'Mend it.', capabilities: [] } as const
  const plugins = [{ ...plugin, id: 'mine', status: 'failed', reason: 'syntax error' }, { ...plugin, id: 'off', status: 'disabled', reason: 'so configured' }] as const
  t.match(await problemsOf({ plugins: () => plugins, pending: () => ({ ready: 3, waiting: 0, empty: 0 }) }), [/^3 file\(s\).*GET \/matches\/pending/, /^Plugin mine is failed: syntax error/])
})
