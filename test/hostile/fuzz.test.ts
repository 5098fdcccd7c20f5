import t from 'tap'
import { attack } from '../../bench/hostile/attack.js'
import { Judge } from '../../bench/hostile/judge.js'
import { mangled } from '../../bench/hostile/mangle.js'
import { routesIn } from '../../bench/hostile/routes.js'
import { setStage } from '../../bench/hostile/stage.js'
import { forgedLine } from '../../bench/hostile/values.js'
import { routeWords } from '../../core/api-docs/route-words.js'
import { randomStream } from '../../demo/library/random.js'

// Few, so that the suite stays quick; `npm run bench -- hostile` sends a million, and takes other seeds.
const requests = 1200

const badLines: string[] = []
const stage = await setStage({ scenes: 120, seed: 3, onBadLine: (complaint) => { badLines.push(complaint) } })
t.teardown(() => stage.close())

t.test('every documented route is attacked', async (t) => {
  const attacked = new Set(stage.known.routes.map(({ method, address }) => `${method} ${address.replace('{*}', '*').replaceAll(/\{(\w+)\}/g, ':$1')}`))
  for (const route of Object.keys(routeWords)) t.ok(attacked.has(route), route)
})

t.test('hostile requests, Stash and Plex do no harm', async (t) => {
  t.ok(stage.known.ratingKeys.length > 10 && stage.known.pictures.length > 10 && stage.known.gapIds.length > 0, 'real keys, pictures and gaps are known')
  stage.lie(0.2)
  const first = await attack(stage, { requests, seed: 11, inFlight: 32 })
  const early = await stage.target.heapUsed()
  const second = await attack(stage, { requests, seed: 12_000, inFlight: 32 })
  const late = await stage.target.heapUsed()
  t.equal(first.sent + second.sent, 2 * requests)
  t.strictSame([...first.complaints, ...second.complaints], [], 'each answer is as it should be')
  t.strictSame(badLines, [], 'so is each log line')
  for (const status of [200, 400, 401, 403, 404]) t.ok((first.statuses.get(status) ?? 0) > 0, `some answers were ${status}`)
  t.ok(late < 1.5 * early + 10 * 2 ** 20, `the heap does not grow: ${Math.round(early / 2 ** 20)} MB, then ${Math.round(late / 2 ** 20)} MB`)
  t.strictSame(await stage.touched(), [], 'no file outside the data folder was touched')
  t.equal(stage.target.ended, undefined, 'the server runs')
  stage.lie(0)
  t.equal((await fetch(`${stage.target.url}/health/live`)).status, 200)
})

t.test('the judge notices what is wrong', async (t) => {
  const judge = new Judge({ secrets: { it: 'se/cret' } })
  const answer = (status: number, text: string, headers = '') => judge.ofAnswer({ status, text, headers })
  t.match(answer(500, '{"error":{"code":"S2P_INTERNAL"}}'), /status 500/)
  t.match(answer(502, ''.padEnd(3, 'x')), /status 502/)
  t.equal(answer(503, '{"error":{"code":"S2P_STASH_BUSY"}}'), undefined)
  t.match(answer(400, '{"error":"Bad Request"}'), /form of its own/)
  t.match(answer(200, '', 'x: 1\nx-forged: 1'), /forged header/)
  t.match(answer(200, 'a se%2Fcret b'), /it holds it/)
  t.match(answer(200, 'root:x:0:0:'), /file of this machine/)
  for (const line of [forgedLine, 'plain', '{"a":"\u009B"}', '{"level":"fatal","msg":"x"}', '{"a":"se/cret"}']) t.type(judge.ofLine(line), 'string', JSON.stringify(line))
  t.equal(judge.ofLine(JSON.stringify({ level: 'info', msg: forgedLine })), undefined)
})

t.test('answers are spoilt in many ways, and the same each time', async (t) => {
  const answer = () => ({ data: { findScenes: { scenes: [{ id: '1', title: 'a', files: [{ path: '/a' }] }] } } })
  const spoilt = (seed: number) => JSON.stringify(mangled(answer(), randomStream(seed)))
  const kinds = new Set(Array.from({ length: 100 }, (_, seed) => spoilt(seed)))
  t.ok(kinds.size > 50, `${kinds.size} of 100 differ`)
  t.equal(spoilt(7), spoilt(7))
  t.equal(routesIn({ paths: {} }).length, 0)
})
