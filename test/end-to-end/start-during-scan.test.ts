import t from 'tap'
import { judgeOf } from '../../demo/scan-report/verdict.js'
import type { ScanResult } from '../../demo/plex/scan.js'
import { worldOf } from './harness.js'

/** Files by what came of them. */
function tally(results: readonly ScanResult[], judge: (result: ScanResult) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const result of results) counts[judge(result)] = (counts[judge(result)] ?? 0) + 1
  return counts
}

t.test('a scan during the first sync gets no wrong answer', async (t) => {
  const world = await worldOf(t, { scenes: 1900, stash: { delayMs: 1500, coverBytes: 300 } })
  const judge = judgeOf(world.library)
  const provider = await world.start()
  await world.plex.register(provider.url)
  const scanning = world.plex.scan({ inFlight: 64 })
  // Slow for as long as the first sync runs.
  await provider.ready()
  world.stash.faults.delayMs = 0
  const first = await scanning
  t.equal(first.length, world.library.items.length)
  t.ok(first.length >= 2000, `${first.length} files`)
  const counts = tally(first, judge)
  t.equal(counts['wrong'] ?? 0, 0, 'nothing is wrong')
  t.equal(counts['missed'] ?? 0, 0, 'no file is said to have no match that has one')
  const statuses = new Set(first.flatMap(({ outcome }) => (outcome.kind === 'error' ? [outcome.status] : [])))
  t.strictSame([...statuses], [503], 'what cannot be known yet gets a 503, and nothing else fails')
  t.ok((counts['failed'] ?? 0) > 0, `${counts['failed']} files have to wait`)
  t.comment(JSON.stringify(counts))
  const second = tally(await world.plex.scan({ inFlight: 16 }), judge)
  t.comment(JSON.stringify(second))
  t.same({ wrong: second['wrong'], missed: second['missed'], failed: second['failed'] }, { wrong: undefined, missed: undefined, failed: undefined })
  t.ok((second['right'] ?? 0) + (counts['right'] ?? 0) >= world.library.items.filter(({ certain }) => certain).length, 'all that is certain is matched')
})
