import t from 'tap'
import type { SampleLibrary } from '../../demo/library/sample-library.js'
import type { Outcome } from '../../demo/plex/matching.js'
import type { ScanResult } from '../../demo/plex/scan.js'
import { MatcherLog } from '../../demo/scan-report/matcher-log.js'
import { reportLines, reportScan } from '../../demo/scan-report/scan-report.js'
import { judgeOf } from '../../demo/scan-report/verdict.js'
import { tinyItem } from './plex/tiny-library.js'

const library = { scenes: [{ id: 7, createdAt: 1000 }, { id: 8, createdAt: 2000 }] } as unknown as Pick<SampleLibrary, 'scenes'>

function result(outcome: Outcome, change: Parameters<typeof tinyItem>[2] = {}, refused: readonly string[] = []): ScanResult {
  return { item: tinyItem(1, '/plex/media/a.mp4', change), filename: 'a.mp4', outcome, refused, notes: [], matchMs: 1, ms: 2 }
}

function matched(key: string): Outcome {
  return { kind: 'matched', guid: `tv.plex.agents.custom.x://movie/${key}` }
}

const absent = { sceneId: undefined, certain: false }
const verdicts = [
  ['the very scene is right', result(matched('7-rs')), 'right'],
  ['right though nobody could be certain', result(matched('7-rs'), { certain: false }), 'right'],
  ['another scene is wrong', result(matched('8-1jk')), 'wrong'],
  ['another time of creation is wrong', result(matched('7-rt')), 'wrong'],
  ['a key without its time is wrong', result(matched('7')), 'wrong'],
  ['any scene for a stranger is wrong', result(matched('7-rs'), absent), 'wrong'],
  ['silence on a certain file is missed', result({ kind: 'none' }), 'missed'],
  ['silence on an uncertain file is right', result({ kind: 'none' }, { certain: false }), 'silent'],
  ['silence on a stranger is right', result({ kind: 'none' }, absent), 'silent'],
  ['an error is a failure even on a stranger', result({ kind: 'error', status: 503 }, absent), 'failed'],
  ['a refused answer is a failure', result({ kind: 'refused' }), 'failed'],
] as const

for (const [title, given, verdict] of verdicts) {
  t.test(title, async (t) => { t.equal(judgeOf(library)(given), verdict) })
}

t.test('passes only without any fault', async (t) => {
  const right = result(matched('7-rs'))
  const passedWith = (...more: ScanResult[]) => reportScan([right, ...more], { library }).passed
  t.equal(passedWith(result({ kind: 'none' }, absent)), true)
  t.equal(passedWith(result(matched('8-1jk'))), false)
  t.equal(passedWith(result({ kind: 'none' })), false)
  t.equal(passedWith(result({ kind: 'error', status: 500 }, absent)), false)
  t.equal(passedWith(result(matched('7-rs'), {}, ['the metadata has no key'])), false)
  t.equal(reportScan([], { library }).passed, false, 'nothing scanned proves nothing')
})

t.test('counts by category and by matcher from the log', async (t) => {
  const log = new MatcherLog()
  log.take({ matcher: 'path-mapping', sceneId: '7', about: { filename: 'a.mp4' } })
  log.take({ msg: 'something else' })
  const results = [result(matched('7-rs')), { ...result(matched('7-rs')), filename: '/a.mp4' }, result(matched('8-1jk'), { category: 'other' }), result({ kind: 'none' })]
  const report = reportScan(results, { library, matcherOf: (each) => log.matcherOf(each) })
  t.match(report.byCategory, [{ name: 'mapped', files: 3, right: 2, missed: 1 }, { name: 'other', files: 1, wrong: 1 }])
  t.match(report.byMatcher, [{ name: 'path-mapping', right: 2 }, { name: '(none)', missed: 1 }, { name: '(not logged)', wrong: 1 }])
  t.match(reportLines(report).join('\n'), /wrong: other \/plex\/media\/a\.mp4, holds scene 7, got .*8-1jk/)
})
