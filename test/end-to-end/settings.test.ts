import t from 'tap'
import type { Test } from 'tap'
import { FILENAME_FORMS } from '../../demo/plex/match-body.js'
import { judgeOf } from '../../demo/scan-report/verdict.js'
import { worldOf } from './harness.js'
import type { WorldOptions } from './harness.js'

/** Scans, and counts the verdicts. */
async function scanned(t: Test, options: Partial<WorldOptions>): Promise<Record<string, number>> {
  const world = await worldOf(t, { scenes: 100, ...options })
  const judge = judgeOf(world.library)
  const provider = await world.startReady()
  await world.plex.register(provider.url)
  const counts: Record<string, number> = { right: 0, wrong: 0, missed: 0, failed: 0 }
  for (const result of await world.plex.scan()) counts[judge(result)] = (counts[judge(result)] ?? 0) + 1
  await provider.stop()
  t.equal(world.stash.requests.pathFilters, 0)
  t.equal(counts['wrong'], 0, 'nothing is wrong')
  t.equal(counts['failed'], 0, 'nothing fails')
  t.comment(JSON.stringify(counts))
  return counts
}

t.test('is right with the oldest Stash', async (t) => {
  t.match(await scanned(t, { stash: { version: '0.24', coverBytes: 300 } }), { right: 88, missed: 0 })
})

for (const filenameForm of FILENAME_FORMS.filter((form) => form !== 'relative')) {
  t.test(`is right with file names written ${filenameForm}`, async (t) => {
    const { right, missed } = await scanned(t, { filenameForm })
    t.equal(missed, 0, 'nothing certain is missed')
    t.ok(Number(right) >= 88, `${right} right`)
  })
}

t.test('is never wrong without Plex\'s token', async (t) => {
  const roots = ['/plex/media', '/plex/archive', '/plex/extra']
  // Any of the three folders could hold a file, and nobody tells which.
  const counts = await scanned(t, { env: { PLEX_URL: undefined, PLEX_TOKEN: undefined }, yaml: { library: { roots } } })
  t.comment(`${counts['missed']} files that only Plex could have told apart`)
})
