import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastify } from 'fastify'
import t from 'tap'
import { errorAnswers } from '../../core/access/error-answers.js'
import { GapIgnores } from '../../core/gaps/gap-ignores.js'
import { GapReader } from '../../core/gaps/gap-reader.js'
import { GapWriter } from '../../core/gaps/gap-writer.js'
import type { ReportedGap } from '../../core/gaps/reported-gap.js'
import { gapRoutes, type Runs } from '../../core/gaps/routes.js'
import { requestLog } from '../../core/log/request-log.js'
import { foundGap, scratchState } from './scratch.js'

const runs: Runs = { start: async () => '1', cancel: () => undefined, find: () => undefined, latest: () => [], running: undefined, nextAt: () => new Date(0) }
const sighting = (at: number, run = 1) => ({ source: 'comparison' as const, at, knownSince: at, run })

async function setUp(t: Parameters<typeof scratchState>[0]) {
  const { main } = scratchState(t)
  const writer = new GapWriter(main)
  const app = fastify()
  await app.register(errorAnswers)
  await app.register(requestLog)
  await app.register(gapRoutes, { reader: new GapReader({ database: main }), ignores: new GapIgnores({ database: main }), runs })
  t.teardown(() => app.close())
  const ask = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  const paths = async (query: string) => (await ask(`/gaps${query}`)).json<{ gaps: ReportedGap[] }>().gaps.map(({ path }) => path)
  const write = (work: () => void) => main.transaction(() => { work(); writer.countChange() })
  return { main, app, ask, paths, writer, write }
}

t.test('shows a gap in the agreed shape', async (t) => {
  const { ask, write, writer } = await setUp(t)
  write(() => { writer.record(foundGap('/plex/a.mp4'), sighting(Date.UTC(2026, 0, 2))) })
  const { total, next, gaps } = (await ask('/gaps')).json<{ total: number, next: null, gaps: ReportedGap[] }>()
  t.strictSame([total, next], [1, null])
  t.strictSame({ ...gaps[0], id: undefined }, {
    id: undefined, kind: 'missing-in-stash', status: 'open', source: 'comparison', path: '/plex/a.mp4', expectedPath: '/data/a.mp4', sceneIds: [], ratingKeys: ['1'],
    section: 'Films', size: 100, firstSeen: '2026-01-02T00:00:00.000Z', lastSeen: '2026-01-02T00:00:00.000Z', timesSeen: 1, reason: 'Stash has nothing there, rule nas',
  })
  t.match(gaps[0]!.id, /^[0-9a-f]{24}$/)
})

t.test('filters combine', async (t) => {
  const { paths, write, writer, app } = await setUp(t)
  write(() => {
    writer.record(foundGap('/plex/a/One.mp4'), sighting(1_000_000))
    writer.record(foundGap('/plex/a/two.mp4', { section: 'Clips' }), sighting(2_000_000))
    writer.record(foundGap('/plex/ab/three.mp4', { kind: 'moved' }), { ...sighting(3_000_000), source: 'match' })
    writer.record(foundGap('/data/a/four_%.mp4', { kind: 'missing-in-plex', section: undefined }), sighting(4_000_000))
  })
  const [, , , four] = (await app.inject('/gaps')).json<{ gaps: ReportedGap[] }>().gaps
  await app.inject({ method: 'POST', url: `/gaps/${four!.id}/ignore` })
  const cases: Record<string, readonly string[]> = {
    '?kind=moved,missing-in-plex': ['/plex/ab/three.mp4', '/data/a/four_%.mp4'],
    '?status=ignored': ['/data/a/four_%.mp4'],
    '?source=match': ['/plex/ab/three.mp4'],
    '?section=Clips': ['/plex/a/two.mp4'],
    '?folder=/plex/a': ['/plex/a/One.mp4', '/plex/a/two.mp4'],
    '?folder=/data/a/': ['/plex/a/One.mp4', '/plex/a/two.mp4', '/data/a/four_%.mp4'],
    '?text=ONE': ['/plex/a/One.mp4'],
    '?text=_%25': ['/data/a/four_%.mp4'],
    '?since=2000&status=open': ['/plex/a/two.mp4', '/plex/ab/three.mp4'],
    '?since=1970-01-01T00:50:00Z&status=open': ['/plex/ab/three.mp4'],
    '?kind=missing-in-stash&section=Films&folder=/plex&text=mp4&status=all': ['/plex/a/One.mp4'],
    '?kind=moved&section=Nowhere': [],
  }
  for (const [query, expected] of Object.entries(cases)) t.strictSame(await paths(query), expected, query)
})

t.test('refuses what does not fit and says why', async (t) => {
  const { ask, app } = await setUp(t)
  for (const query of ['kind=lost', 'status=gone', 'since=soon', 'limit=0', 'limit=1001', 'limit=x', 'cursor=-1', 'cursor=abc', `text=${'x'.repeat(1001)}`, 'format=xml']) {
    for (const format of ['', '&format=csv', '&format=ndjson']) {
      const response = await ask(`/gaps?${query}${format}`)
      t.equal(response.statusCode, 400, query + format)
      t.match(response.json(), { error: { code: 'S2P_BAD_REQUEST' } })
    }
  }
  t.equal((await app.inject({ method: 'POST', url: '/gaps/nope/ignore' })).statusCode, 404)
  t.equal((await ask('/gaps/runs/1')).statusCode, 404)
})

t.test('goes through all pages by cursor', async (t) => {
  const { ask, write, writer } = await setUp(t)
  write(() => { for (let nth = 0; nth < 750; nth++) writer.record(foundGap(`/plex/${nth}.mp4`), sighting(1)) })
  const seen: string[] = []
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: { total: number, next: string | null, gaps: ReportedGap[] } = (await ask(`/gaps?limit=200&cursor=${cursor}`)).json()
    t.equal(page.total, 750)
    seen.push(...page.gaps.map(({ path }) => path))
    cursor = page.next
  }
  t.strictSame(seen, Array.from({ length: 750 }, (_, nth) => `/plex/${nth}.mp4`))
})

t.test('answers 304 until something changes', async (t) => {
  const { ask, write, writer } = await setUp(t)
  for (const url of ['/gaps?status=open', '/gaps/summary']) {
    const { etag } = (await ask(url)).headers as { etag: string }
    const known = await ask(url, { 'if-none-match': `"x", W/${etag}` })
    t.strictSame([known.statusCode, known.body], [304, ''])
    write(() => { writer.record(foundGap(`/plex${url}.mp4`), sighting(1)) })
    t.equal((await ask(url, { 'if-none-match': etag })).statusCode, 200)
  }
})

t.test('writes CSV that a spreadsheet opens right', async (t) => {
  const { ask, write, writer } = await setUp(t)
  write(() => {
    writer.record(foundGap('/plex/a, "b"\nc.mp4', { section: '=1+1', ratingKeys: ['1', '2'], reason: '@SUM(A1)' }), sighting(Date.UTC(2026, 0, 2)))
    writer.record(foundGap('-2+3.mp4', { section: undefined, size: undefined, expectedPath: undefined, reason: '\t=x' }), sighting(Date.UTC(2026, 0, 2)))
  })
  const response = await ask('/gaps', { accept: 'text/csv' })
  t.match(response.headers, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="gaps.csv"' })
  const lines = response.body.replaceAll(/[0-9a-f]{24}/g, 'ID').split('\r\n')
  t.equal(lines[0], '\uFEFFid,kind,status,source,path,expectedPath,sceneIds,ratingKeys,section,size,firstSeen,lastSeen,timesSeen,reason')
  t.equal(lines[1], 'ID,missing-in-stash,open,comparison,"/plex/a, ""b""\nc.mp4","/data/a, ""b""\nc.mp4",,1 2,\'=1+1,100,2026-01-02T00:00:00.000Z,2026-01-02T00:00:00.000Z,1,\'@SUM(A1)')
  t.equal(lines[2], 'ID,missing-in-stash,open,comparison,\'-2+3.mp4,,,1,,,2026-01-02T00:00:00.000Z,2026-01-02T00:00:00.000Z,1,"\'\t=x"')
  t.strictSame(lines.slice(3), [''])
})

t.test('streams all gaps as NDJSON', async (t) => {
  const { ask, write, writer } = await setUp(t)
  write(() => { for (let nth = 0; nth < 1234; nth++) writer.record(foundGap(`/plex/${nth}\n.mp4`), sighting(1)) })
  const response = await ask('/gaps?format=ndjson&text=1')
  t.equal(response.headers['content-type'], 'application/x-ndjson; charset=utf-8')
  const lines = response.body.trimEnd().split('\n').map((line) => (JSON.parse(line) as ReportedGap).path)
  t.strictSame(lines, Array.from({ length: 1234 }, (_, nth) => `/plex/${nth}\n.mp4`).filter((path) => path.includes('1')))
})

t.test('reads no faster than the report is taken', async (t) => {
  const { main } = scratchState(t)
  const writer = new GapWriter(main)
  main.transaction(() => { for (let nth = 0; nth < 200; nth++) writer.record(foundGap(`/plex/${'long folder/'.repeat(80)}${nth}.mp4`), sighting(1)) })
  const reader = new GapReader({ database: main })
  let portions = 0
  // A million gaps, a portion of 200 being the same each time.
  const many = Object.assign(Object.create(reader) as GapReader, {
    portions: async function * () {
      for await (const rows of reader.portions({})) for (; portions < 5000; portions++) yield rows
    },
  })
  const app = fastify()
  await app.register(gapRoutes, { reader: many, ignores: new GapIgnores({ database: main }), runs })
  t.teardown(() => app.close())
  const socket = connect(Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port), '127.0.0.1')
  socket.write('GET /gaps?format=ndjson HTTP/1.1\r\nhost: x\r\n\r\n')
  await once(socket, 'data')
  socket.pause()
  // What the two ends of a socket hold is filled after a while; nothing more is read then.
  let before = -1
  for (; before !== portions; await sleep(500)) before = portions
  t.ok(portions < 200, `${portions} of 5000 portions are read while nobody takes them`)
  socket.destroy()
})

t.test('ignores a gap and takes it back', async (t) => {
  const { app, ask, write, writer } = await setUp(t)
  write(() => { writer.record(foundGap('/plex/a.mp4'), sighting(1)) })
  const [{ id }] = (await ask('/gaps')).json<{ gaps: [ReportedGap] }>().gaps
  t.match((await app.inject({ method: 'POST', url: `/gaps/${id}/ignore` })).json(), { id, status: 'ignored' })
  t.match((await ask('/gaps/summary')).json(), { open: 0, ignored: 1, resolved: 0, kinds: { 'missing-in-stash': { ignored: 1 }, moved: { open: 0 } }, lastRun: null, nextRunAt: '1970-01-01T00:00:00.000Z' })
  t.match((await app.inject({ method: 'DELETE', url: `/gaps/${id}/ignore` })).json(), { status: 'open' })
})
