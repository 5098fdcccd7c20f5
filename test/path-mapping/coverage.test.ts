import t from 'tap'
import { compilePathMapping, coverageLines, tryOnPaths } from '../../shared/path-mapping/index.js'

const paths = (folder: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${folder}/${index}.mp4`)

async function * rows(): AsyncGenerator<string> {
  yield * paths('/p', 40_000)
}

t.test('counts what each rule covers', async (t) => {
  const { mapping } = await compilePathMapping([{ name: 'nas', plex: '/p', stash: '/s' }, { name: 'clips', plex: '/c', stash: 'C:\\c' }])
  const coverage = await tryOnPaths(mapping, [...paths('/p', 1200), ...paths('/other', 3)], [...paths('/s', 1100), ...paths('c:\\c', 5)])
  t.same(coverage, {
    rules: [{ rule: 'nas', plex: 1200, stash: 1100, degraded: undefined }, { rule: 'clips', plex: 0, stash: 0, degraded: undefined }],
    plex: { files: 1203, unmapped: 3 },
    stash: { files: 1105, unmapped: 5 },
  })
  t.equal(coverageLines(coverage)[0], 'nas: 1,200 of 1,203 files in Plex, 1,100 of 1,105 in Stash')
})

t.test('finds a rule that does not undo itself', async (t) => {
  const { mapping } = await compilePathMapping([
    { name: 'lossy', plex: { match: '^/p/[^/]+/(.*)$', to: '/s/$1' }, stash: { match: '^/s/(.*)$', to: '/p/x/$1' } },
    { name: 'whole', plex: '/q', stash: '/t' },
  ])
  const coverage = await tryOnPaths(mapping, ['/p/x/a', '/p/y/a', '/p/z/a', '/q/a'], [])
  t.same(coverage.rules.map(({ degraded }) => degraded), [{ side: 'plex', path: '/p/y/a', became: '/s/a', back: '/p/x/a' }, undefined])
  t.match(coverageLines(coverage)[0], /switched off, because "\/p\/y\/a" became "\/s\/a" and "\/p\/x\/a" came back/u)
})

t.test('finds a rule that fails from the side of Stash', async (t) => {
  const { mapping } = await compilePathMapping([
    { name: 'odd', plex: { match: '^/p/(.*)$', to: '/s/$1' }, stash: { match: '^/s/(?:old/)?(.*)$', to: '/p/$1' } },
  ])
  const coverage = await tryOnPaths(mapping, [], ['/s/a', '/s/old/a'])
  t.same(coverage.rules[0]?.degraded, { side: 'stash', path: '/s/old/a', became: '/p/a', back: '/s/a' })
})

t.test('blames no rule for an image stolen by another', async (t) => {
  const { mapping } = await compilePathMapping([{ name: 'clips', plex: '/p/clips', stash: '/clips' }, { name: 'all', plex: '/p', stash: '/s' }])
  const coverage = await tryOnPaths(mapping, [], ['/s/clips/a', '/s/b'])
  t.same(coverage.rules.map(({ degraded }) => degraded), [undefined, undefined])
  t.equal(coverage.stash.unmapped, 1)
})

t.test('lets the event loop turn while it works', async (t) => {
  const { mapping } = await compilePathMapping(undefined)
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  t.teardown(() => clearInterval(timer))
  const coverage = await tryOnPaths(mapping, rows(), [])
  t.equal(coverage.plex.files, 40_000)
  t.ok(turns > 5, `${turns} turns`)
})
