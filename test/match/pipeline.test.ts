import { setTimeout } from 'node:timers/promises'
import { test } from 'tap'
import type { CatchUpResult, MatchOutcome } from '../../core/match/match-outcome.js'
import { MatchPipeline } from '../../core/match/pipeline.js'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import type { Registered } from '../../core/plugin-system/registered.js'
import { aContext } from '../../core/testing/samples.js'
import type { Candidate, Matcher, MatchHints } from '../../shared/plugin-api/index.js'
import { keepingLog } from '../plugin-system/silent-log.js'

const automatic: MatchHints = { manual: false, filename: 'a.mp4', places: [{ plexPath: '/p/a.mp4', root: '/p', stash: { path: '/s/a.mp4', rule: 'r', ignoreCase: false } }, { plexPath: '/q/a.mp4', root: '/q' }] }
const manual: MatchHints = { ...automatic, manual: true }

function says(...scenes: readonly (readonly [id: string, score: number])[]): Matcher['match'] {
  return () => scenes.map(([sceneId, score]): Candidate => ({ sceneId, score, reason: `${sceneId} at ${score}` }))
}
const nothing = says()
const sure = says(['1', 100])
const throws = (): never => { throw new Error('no') }
const hangs = (): Promise<never> => new Promise(() => {})
const slow: Matcher['match'] = async (hints, ctx) => {
  await setTimeout(15)
  return sure(hints, ctx)
}
const undecided = (): Candidate[] => [{ sceneId: '8', score: 95, reason: 'Plex lists', undecided: true }]

interface World {
  readonly matchers: Readonly<Record<string, Matcher['match'] | Matcher>>
  readonly hints?: MatchHints
  readonly complete?: boolean
  readonly catchUp?: CatchUpResult | Error | 'hangs'
  readonly signal?: AbortSignal
  readonly budgetMs?: number
}

function register(plugin: string, given: Matcher['match'] | Matcher): Registered<'matcher'> {
  return { kind: 'matcher', plugin, name: plugin, order: 50, capability: typeof given === 'function' ? { match: given } : given, calls: new CallRecord() }
}

async function run({ matchers, hints = automatic, complete = true, catchUp = 'caught-up', signal, budgetMs = 1000 }: World): Promise<MatchOutcome & { readonly caughtUp: readonly (readonly string[])[] }> {
  const caughtUp: (readonly string[])[] = []
  const pipeline = new MatchPipeline({
    matchers: Object.entries(matchers).map(([plugin, matcher]) => register(plugin, matcher)),
    catalog: { complete },
    catchUp: (paths) => {
      caughtUp.push(paths)
      if (catchUp === 'hangs') return hangs()
      return catchUp instanceof Error ? Promise.reject(catchUp) : Promise.resolve(catchUp)
    },
    log: keepingLog(),
    budgetMs,
  })
  const outcome = await pipeline.run(hints, { requestId: 'r1', ...(signal === undefined ? {} : { signal }) })
  return { ...outcome, caughtUp }
}

function inShort(outcome: MatchOutcome): string {
  if (outcome.kind === 'matched') return `matched ${outcome.candidate.sceneId} by ${outcome.candidate.matcher}`
  if (outcome.kind === 'choices') return `choices ${outcome.candidates.map(({ sceneId, score }) => `${sceneId}:${score}`).join(' ')}`
  return outcome.kind
}

const fillingProof: Matcher = { match: sure, certainWhileFilling: true }

const semantics: readonly (readonly [title: string, world: World, wanted: string, asked: string])[] = [
  ['the first certain one ends the asking', { matchers: { a: nothing, b: sure, c: says(['2', 100]) } }, 'matched 1 by b', 'a b'],
  ['less than 100 is never an automatic answer', { matchers: { a: says(['1', 99.9]) } }, 'none', 'a a'],
  ['two certain scenes of one matcher cancel out', { matchers: { a: says(['1', 100], ['2', 100]), b: says(['1', 100]) } }, 'none', 'a a'],
  ['the same scene twice is one scene', { matchers: { a: says(['1', 100], ['1', 100]) } }, 'matched 1 by a', 'a'],
  ['nobody knows it after a catch-up', { matchers: { a: nothing, b: nothing } }, 'none', 'a b a b'],
  ['a matcher that throws is skipped', { matchers: { a: throws, b: sure } }, 'matched 1 by b', 'a b'],
  ['a matcher that hangs leaves time for others', { matchers: { a: hangs, b: slow }, budgetMs: 400 }, 'matched 1 by b', 'a b'],
  ['a failure makes no match an unknown', { matchers: { a: throws, b: nothing } }, 'unknown', 'a b a b'],
  ['rubbish makes no match an unknown', { matchers: { a: () => 'rubbish' as never, b: says(['2', 50]) } }, 'unknown', 'a b a b'],
  ['an undecided scene is an unknown, at once', { matchers: { a: undecided, b: nothing } }, 'unknown', 'a b'],
  ['a later certain one settles an undecided', { matchers: { a: undecided, b: sure } }, 'matched 1 by b', 'a b'],
  ['while filling, certainty is held back', { matchers: { a: sure }, complete: false, catchUp: 'filling' }, 'unknown', 'a'],
  ['while filling, some may be certain', { matchers: { a: says(['2', 100]), b: fillingProof }, complete: false, catchUp: 'filling' }, 'matched 1 by b', 'a b'],
  ['while filling, a catch-up proves no absence', { matchers: { a: nothing }, complete: false }, 'unknown', 'a a'],
  ['a Stash that is away is an unknown', { matchers: { a: says(['1', 60]) }, catchUp: 'stash-away' }, 'unknown', 'a'],
  ['a catch-up that fails is an unknown', { matchers: { a: nothing }, catchUp: new Error('broken') }, 'unknown', 'a'],
  ['a catch-up that hangs is an unknown', { matchers: { a: nothing }, catchUp: 'hangs', budgetMs: 60 }, 'unknown', 'a'],
  ['a request that has gone is an unknown', { matchers: { a: sure }, signal: AbortSignal.abort() }, 'unknown', 'a'],
  ['one that declines is not asked', { matchers: { a: { match: throws, accepts: () => false }, b: sure } }, 'matched 1 by b', 'a b'],
  ['an accepts that throws is a failure', { matchers: { a: { match: sure, accepts: throws } } }, 'unknown', 'a a'],
  ['no matchers at all know nothing', { matchers: {} }, 'none', ''],
  ['Fix Match asks all, best first', { matchers: { a: says(['1', 60], ['2', 80]), b: says(['1', 100]), c: says(['3', 70]) }, hints: manual }, 'choices 1:100 2:80 3:70', 'a b c'],
  ['Fix Match keeps the order of equals', { matchers: { a: says(['9', 100]), b: says(['1', 100]) }, hints: manual }, 'choices 9:100 1:100', 'a b'],
  ['Fix Match works while filling', { matchers: { a: says(['1', 100]) }, hints: manual, complete: false, catchUp: 'filling' }, 'choices 1:99', 'a'],
  ['Fix Match works while Stash is away', { matchers: { a: says(['1', 40]) }, hints: manual, catchUp: 'stash-away' }, 'choices 1:40', 'a'],
  ['Fix Match goes on past a failure', { matchers: { a: throws, b: says(['1', 40]) }, hints: manual }, 'choices 1:40', 'a b a b'],
  ['Fix Match without any scene is none', { matchers: { a: nothing }, hints: manual }, 'none', 'a a'],
]

for (const [title, world, wanted, asked] of semantics) {
  test(title, async (t) => {
    const outcome = await run(world)
    t.equal(inShort(outcome), wanted, outcome.why)
    t.equal(outcome.trace.asked.map(({ matcher }) => matcher).join(' '), asked)
    t.ok(outcome.why.length > 10 && outcome.why === outcome.trace.why)
  })
}

test('what a catch-up brings is matched', async (t) => {
  let there = false
  const outcome = await run({ matchers: { a: (...given) => { const now = there; there = true; return now ? sure(...given) : [] } } })
  t.equal(inShort(outcome), 'matched 1 by a')
  t.strictSame(outcome.caughtUp, [['/s/a.mp4']], 'asked once, for the mapped paths')
  t.match(outcome.trace, { requestId: 'r1', manual: false, catchUp: { result: 'caught-up' }, asked: [{ round: 1, said: 'nothing' }, { round: 2, said: 'candidates' }] })
})

test('one that failed is not asked again', async (t) => {
  let calls = 0
  const outcome = await run({ matchers: { a: () => { calls += 1; throw new Error('once is enough') } } })
  t.equal(calls, 1)
  t.match(outcome.trace.asked, [{ round: 1, said: 'failed', fault: /once is enough/ }, { round: 2, said: 'failed', fault: /once is enough/ }])
})

test('says who cancelled whom out', async (t) => {
  const outcome = await run({ matchers: { a: says(['1', 100], ['2', 100]) } })
  t.match(outcome.why, /several scenes are certain.*1 by a, 2 by a/)
})

test('no matcher changes what the next one sees', async (t) => {
  const seen: unknown[] = []
  const outcome = await run({ matchers: {
    a: (hints) => { (hints.places as unknown[]).length = 0; return [] },
    b: (hints) => { seen.push(hints.places.length); return sure(hints, aContext({ log: keepingLog() })) },
  } })
  t.strictSame(seen, [2])
  t.match(outcome.trace.asked[0], { said: 'failed' })
  t.equal(automatic.places.length, 2)
})
