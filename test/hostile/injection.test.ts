import fc from 'fast-check'
import t from 'tap'
import { forgedHeader, forgedLine, hostileText, hostileValue } from '../../bench/hostile/values.js'
import { csvHead, csvLine } from '../../core/gaps/csv.js'
import type { ReportedGap } from '../../core/gaps/reported-gap.js'
import { checkPatch } from '../../core/plugin-system/check-patch.js'
import { checkCandidates } from '../../core/plugin-system/check-candidates.js'
import { configure } from '../../core/plugin-system/configure.js'
import { template } from '../../shared/text/template.js'
import { secrets, startServer } from '../end-to-end/running-server.js'
import { bodyOf, rawRequest, sendRaw, statusOf } from './support/raw-socket.js'

const matches = '/library/metadata/matches'
const crlf = `a\r\n${forgedHeader}: 1\r\n\r\n${forgedLine}\r\n`
const running = await startServer(t, { yaml: { pathMappings: undefined } })
const root = running.url
await running.ready()

function isClean(): boolean {
  return Object.keys(Object.prototype).length === 0 && ({} as { polluted?: unknown }).polluted === undefined
}

t.test('line ends in titles, names, hints and ids forge no header', async (t) => {
  const scene = running.library.scenes[0]
  const escaped = encodeURIComponent(crlf)
  const key = [`X-Api-Key: ${secrets.api}`, 'Host: nas']
  const requests = [
    rawRequest(`POST ${matches} HTTP/1.1`, ['Host: nas'], JSON.stringify({ title: crlf, filename: crlf, guid: crlf, manual: 1 })),
    rawRequest(`POST ${matches} HTTP/1.1`, ['Host: nas', `X-Plex-Language: a\u0085${forgedHeader}: 1`], JSON.stringify({ title: `${scene?.title ?? ''}${crlf}`, manual: crlf })),
    ...['library/metadata/', 'library/metadata/1-s807ts/', 'artwork/scene/1/2/', 'gaps/', 'gaps/runs/', 'nowhere/'].map((path) => rawRequest(`GET /${path}${escaped} HTTP/1.1`, key)),
    ...['explain?filename=', 'explain?title=', 'explain?ratingKey=', 'gaps?text=', 'gaps?format=', 'gaps?kind=', 'matches/pending?cursor='].map((path) => rawRequest(`GET /${path}${escaped} HTTP/1.1`, key)),
    rawRequest(`DELETE /gaps/${escaped}/ignore HTTP/1.1`, key),
    rawRequest('GET /gaps HTTP/1.1', [...key, `Accept: text/csv\u0000\r\n ${forgedHeader}: 1`]),
    rawRequest('GET / HTTP/1.1', ['Host: nas', `X-Request-Id: ${forgedHeader}`, 'Origin: http://evil.example', 'If-None-Match: "a', 'Range: bytes=0-0,0-0,0-0']),
  ]
  for (const bytes of requests) {
    const answer = await sendRaw(root, bytes)
    const head = answer.slice(0, answer.indexOf('\r\n\r\n'))
    const what = bytes.toString('latin1').slice(0, 60).replaceAll(/[^\x20-\x7e]/g, '?')
    t.ok(statusOf(answer) >= 200 && statusOf(answer) < 500, `${statusOf(answer)} for ${what}`)
    t.notMatch(head, new RegExp(`^${forgedHeader}`, 'im'), what)
    t.notMatch(head, /access-control-allow|evil\.example/i, 'nobody else\'s pages may read answers')
  }
  t.notMatch(running.log(), new RegExp(`^${forgedLine.slice(0, 20).replaceAll(/[{}]/g, '\\$&')}`, 'm'), 'and no line of the log')
})

t.test('cells of the CSV are no formulas, and stay one row', async (t) => {
  const nasty = fc.oneof(hostileText, fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋'), hostileText).map((parts) => parts.join('')))
  fc.assert(fc.property(nasty, nasty, (path, reason) => {
    const gap = { id: 'a', kind: 'moved', status: 'open', source: 'match', path, expectedPath: reason, sceneIds: [path], ratingKeys: [reason], section: path, size: 1, firstSeen: '', lastSeen: '', timesSeen: 1, reason } as ReportedGap
    const rows = parseCsv(csvLine(gap))
    if (rows.length !== 1 || rows[0]?.length !== parseCsv(csvHead)[0]?.length) throw new Error('not one row')
    for (const cell of rows[0] ?? []) if (/^[=+\-@\t\r\n|%＝＋－＠]/.test(cell)) throw new Error(`a formula: ${cell}`)
    const [, , , , shown, expected] = rows[0] ?? []
    if (shown?.replace(/^'/, '') !== path.replace(/^'/, '') || expected?.replace(/^'/, '') !== reason.replace(/^'/, '')) throw new Error('something was lost')
  }), { numRuns: 500 })
  t.pass('500 gaps')
})

t.test('names that every object has pollute nothing', async (t) => {
  const bodies = ['{"__proto__":{"polluted":1,"filename":"x.mp4"},"title":"a"}', '{"constructor":{"prototype":{"polluted":1}},"title":{"__proto__":{"polluted":1}}}', '{"title":{"toString":1},"filename":{"valueOf":1}}', '{"manual":1,"__proto__":{"title":"polluted"}}']
  for (const body of bodies) {
    const { status } = await fetch(root + matches, { method: 'POST', body })
    t.equal(status, 200, body)
    const guarded = await fetch(`${root}/gaps/x/ignore`, { method: 'POST', body, headers: { 'x-api-key': secrets.api, 'content-type': 'application/json' } })
    t.ok(guarded.status === 400 || guarded.status === 404)
  }
  for (const query of ['__proto__[polluted]=1', '__proto__.polluted=1', 'constructor[prototype][polluted]=1', '__proto__=1&constructor=1&toString=1', 'kind=__proto__', 'kind=constructor', 'format=constructor', 'status=toString']) {
    for (const path of ['/gaps?', '/explain?title=a&', '/matches/pending?', '/gaps/runs?']) t.ok((await fetch(`${root}${path}${query}`, { headers: { 'x-api-key': secrets.api } })).status < 500, path + query)
  }
  t.ok(isClean())
})

t.test('a plugin\'s answers pollute nothing', async (t) => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'title', 'cast', 'poster', 'genres', 'ratings']
  const patch = fc.array(fc.tuple(fc.constantFrom(...names), hostileValue), { maxLength: 4 }).map((pairs) => JSON.parse(`{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`) as unknown)
  fc.assert(fc.property(patch, (json) => {
    for (const check of [() => checkPatch(json), () => checkCandidates(json, () => {}), () => checkCandidates([json], () => {})]) {
      try {
        const checked = check() as object
        if (Object.getPrototypeOf(checked) !== Object.prototype && !Array.isArray(checked)) throw new Error('it has another prototype')
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
      }
    }
    return isClean()
  }), { numRuns: 500 })
  for (const name of names.slice(0, 3)) t.throws(() => checkPatch(JSON.parse(`{"${name}":{"polluted":1}}`)), /has no field/)
  t.ok(configure('x', { type: 'object', properties: { a: { type: 'object' } } }, JSON.parse('{"a":{"__proto__":{"polluted":1}},"__proto__":{"polluted":1}}') as Record<string, unknown>))
  t.equal(template('{constructor} {__proto__} {toString}{title}')({ title: 'a' }).trim(), 'a')
  t.ok(isClean())
})

t.test('only the right key opens, and only in a header', async (t) => {
  const status = async (line: string, head: readonly string[] = []) => statusOf(await sendRaw(root, rawRequest(line, ['Host: nas', ...head])))
  for (const head of [[], ['X-Api-Key:'], [`X-Api-Key: ${secrets.api.slice(0, -1)}`], [`X-Api-Key: ${secrets.api}x`], [`X-Api-Key: ${secrets.api.toUpperCase()}`], [`X-Api-Key: ${secrets.api}`, `X-Api-Key: ${secrets.api}`], [`X-Api-Key: x, ${secrets.api}`],
    [`Cookie: X-Api-Key=${secrets.api}`], [`Authorization: Basic ${Buffer.from(`a:${secrets.api}`).toString('base64')}`], [`Authorization: ${secrets.api}`], ['Authorization: Bearer'], [`X-Plex-Token: ${secrets.api}`], [`X-Api_Key: ${secrets.api}`]]) {
    t.equal(await status('GET /plugins HTTP/1.1', head), 401, head.join(' | ').replaceAll(secrets.api, '<key>'))
  }
  for (const query of ['X-Api-Key', 'x-api-key', 'api_key', 'apikey', 'access_token', 'key']) t.equal(await status(`GET /plugins?${query}=${secrets.api} HTTP/1.1`), 401, query)
  t.equal(await status('GET /plugins HTTP/1.1', [`x-api-KEY: ${secrets.api}`]), 200)
  t.equal(await status('GET /plugins HTTP/1.1', [`Authorization: bearer ${secrets.api}`]), 200)
})

t.test('no spelling of an address gets round the key', async (t) => {
  for (const path of ['/Plugins', '//plugins', '/plugins/', '/./plugins', '/x/../plugins', '/%70lugins', '/plugins%2f', '/plugins;a=b', '/plugins%00', '/library/../plugins', '/library/metadata/../../plugins', '/artwork/../plugins', '/health/live/../../plugins', '/plugins?/health/live', 'http://nas/plugins', '*', '/health%2flive/../plugins', '/\\plugins', '/plugins#/health/live']) {
    const answer = await sendRaw(root, rawRequest(`GET ${path} HTTP/1.1`, ['Host: nas']))
    t.ok([400, 401, 404].includes(statusOf(answer)), `${path}: ${statusOf(answer)}`)
    t.notMatch(bodyOf(answer), /"capabilities"/)
  }
  for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'TRACE', 'PROPFIND', 'QUERY']) t.ok([400, 401, 404, 405].includes(statusOf(await sendRaw(root, rawRequest(`${method} /plugins HTTP/1.1`, ['Host: nas'])))), method)
  for (const head of ['X-HTTP-Method-Override: GET', 'X-Original-URL: /health/live', 'X-Rewrite-URL: /health/live', 'X-Forwarded-For: 127.0.0.1', 'X-Real-IP: 127.0.0.1', 'Forwarded: for=127.0.0.1']) {
    t.equal(statusOf(await sendRaw(root, rawRequest('GET /plugins HTTP/1.1', ['Host: nas', head]))), 401, head)
  }
})

t.test('bodies that are too large, too deep or never meant are refused', async (t) => {
  const post = (body: string, head: readonly string[] = []) => sendRaw(root, rawRequest(`POST ${matches} HTTP/1.1`, ['Host: nas', ...head], body))
  const deep = (levels: number) => `{"type":1,"title":${'['.repeat(levels)}${']'.repeat(levels)},"filename":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`
  t.equal(statusOf(await post(deep(100_000))), 200, 'a hundred thousand levels are no title')
  t.equal(statusOf(await post(' '.repeat(1_048_577))), 413)
  const lies = await sendRaw(root, `POST ${matches} HTTP/1.1\r\nHost: nas\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{`)
  t.equal(statusOf(lies), 413, 'by its length alone')
  const chunked = Buffer.concat(Array.from({ length: 40 }, () => Buffer.from(`8000\r\n${' '.repeat(0x8000)}\r\n`)))
  t.equal(statusOf(await sendRaw(root, `POST ${matches} HTTP/1.1\r\nHost: nas\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`, chunked)), 413, 'without telling its length')
  for (const encoding of ['gzip', 'br', 'deflate']) t.equal(statusOf(await post('{"type":1}', [`Content-Encoding: ${encoding}`])), 200, 'no body is unpacked')
  t.equal((await fetch(`${root}/health/live`)).status, 200, 'the server is alive')
})

/** As RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n|$)/gy
  for (let match = cell.exec(text.replace(/^\uFEFF/, '')); match !== null && match[0] !== ''; match = cell.exec(text.replace(/^\uFEFF/, ''))) {
    const [, raw = '', end] = match
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw)
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}
