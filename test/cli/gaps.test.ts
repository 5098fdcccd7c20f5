import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { readCommandLine } from '../../core/cli/command-line.js'
import { commands } from '../../core/cli/commands.js'
import { scratchFolder } from '../gaps/scratch.js'
import { runHere as run, runProcess } from './support/run-command.js'

const gap = { id: 'abc', kind: 'moved', status: 'open', path: '/plex/a\u001B[2J.mp4', expectedPath: '/data/b.mp4', reason: '' }

/** Answers as the real routes do, and keeps what was asked. */
async function fakeServer(t: { teardown(work: () => unknown): void }, lastStatus = 'complete') {
  const asked: string[] = []
  let polls = 0
  const server = createServer((request, reply) => {
    const url = decodeURIComponent(request.url ?? '')
    asked.push(`${request.method} ${url}`)
    const send = (status: number, body: unknown) => reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.headers['x-api-key'] !== 'k3y') return send(401, { error: { code: 'S2P_API_KEY_WRONG', message: 'This address needs the API key.' } })
    if (request.method === 'POST' && url === '/gaps/runs') return send(409, { id: '7', error: { message: 'running' } })
    if (url === '/gaps/runs/7') return send(200, { id: '7', status: ++polls < 2 ? 'running' : lastStatus, progress: { phase: 'listing Plex', percent: 9 }, summary: 'all is well; took 1 s' })
    if (url.startsWith('/gaps?format=csv')) return reply.writeHead(200, { 'content-type': 'text/csv' }).end('id,kind\r\n')
    if (url.startsWith('/gaps?')) return send(200, { total: 300, next: '1', gaps: [gap] })
    if (url === '/gaps/summary') return send(200, { open: 2, resolved: 1, ignored: 0, kinds: { moved: { open: 2 } }, lastRun: null, nextRunAt: null })
    if (url === '/gaps/abc/ignore') return send(200, { ...gap, status: 'ignored' })
    return send(404, { error: { code: 'S2P_GAP_UNKNOWN', message: 'There is no gap.' } })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Where nobody listens any more. */
async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return `http://127.0.0.1:${port}`
}

t.test('runs every command against a server', async (t) => {
  const { asked, url } = await fakeServer(t)
  const folder = scratchFolder(t)
  writeFileSync(join(folder, 'api-key'), 'k3y\n')
  const env = { DATA_DIR: folder, STASH2PLEX_URL: `${url}/` }
  t.strictSame(await run(['gaps', 'run'], env), { code: 0, out: 'all is well; took 1 s\n', err: '' })
  t.strictSame(await run(['gaps', 'list', '--kind', 'moved', '--folder=/plex'], env), { code: 0, out: 'abc  moved             /plex/a\\u001b[2J.mp4  (/data/b.mp4)\n1 of 300 gaps; gaps export writes all\n', err: '' })
  t.match(await run(['gaps', 'summary'], env), { code: 0, out: /^moved +2 open\n2 open, 1 resolved, 0 ignored\nno comparison so far\ncomparisons are started by hand\n$/ })
  t.strictSame(await runProcess(['gaps', 'export'], env), { code: 0, out: 'id,kind\r\n', err: '' })
  t.strictSame(await run(['gaps', 'ignore', 'abc'], env), { code: 0, out: 'ignored /plex/a\\u001b[2J.mp4\n', err: '' })
  t.ok(asked.includes('GET /gaps?status=open&kind=moved&folder=/plex'))
  t.strictSame(JSON.parse((await run(['gaps', 'summary', '--json'], env)).out), { open: 2, resolved: 1, ignored: 0, kinds: { moved: { open: 2 } }, lastRun: null, nextRunAt: null })
})

t.test('ends with a code that scripts can use', async (t) => {
  const { url } = await fakeServer(t, 'incomplete')
  t.equal((await run(['gaps', 'run', '--url', url], { API_KEY: 'k3y' })).code, 3)
  t.match(await run(['gaps', 'ignore', 'nope', '--url', url], { API_KEY: 'k3y' }), { code: 1, out: '', err: 'S2P_GAP_UNKNOWN: There is no gap.\n' })
  t.match(await run(['gaps', 'list', '--url', url], { API_KEY: 'wrong' }), { code: 1, err: /^S2P_SERVER_KEY_WRONG: / })
  t.match(await run(['gaps', 'list', '--url', await closedAddress()], { API_KEY: 'k3y' }), { code: 1, err: /does not answer at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/ })
  t.match(await run(['gaps', 'list'], { DATA_DIR: '/nowhere' }), { code: 1, err: /^S2P_API_KEY_MISSING: .*\/nowhere\/api-key cannot be read/ })
  t.match(await run(['gaps', 'lost']), { code: 2, err: /^S2P_USAGE: .*there is no command "gaps lost" \(did you mean "gaps list"\?.*gaps --help/ })
  t.match(await run(['--help']), { code: 0, out: /^ {2}gaps run +compare Plex/m })
})

t.test('refuses command lines that do not fit', async (t) => {
  for (const args of [[], ['gap'], ['gaps'], ['gaps', 'ignore'], ['gaps', 'run', 'x'], ['gaps', 'run', '--kind', 'moved'], ['gaps', 'list', '--wrong'], ['gaps', 'list', '--kind']]) t.throws(() => readCommandLine(args, commands), { code: 'S2P_USAGE' }, args.join(' '))
  const { command, line } = readCommandLine(['--json', 'gaps', 'ignore', 'a', 'b'], commands)
  t.equal(command?.name, 'gaps ignore')
  t.strictSame([line.args, line.flag('json')], [['a', 'b'], true])
})
