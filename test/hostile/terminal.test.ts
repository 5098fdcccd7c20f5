import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { createLogger } from '../../core/log/logger.js'
import { Secrets } from '../../core/log/secrets.js'
import { printable } from '../../shared/text/printable.js'

const forged = '{"level":"fatal","msg":"forged"}'
/** Escape sequences in both spellings, an overwritten line, a turned direction, a cleared screen, a new title. */
const tricks = [`a\n${forged}\nb`, `a\r${forged}`, '\u001B[2J\u001B[1;1H', '\u009B2J', '\u001B]0;owned\u0007', '\u202Egpj.exe', '\u2066x\u2069', '\u2028', '\u2029', '\u0085', '\u0008\u0008', '\u007F', '\u0000', '\u200F']
// eslint-disable-next-line no-control-regex
const moving = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/

function logged(text: string): string {
  let lines = ''
  const log = createLogger({ level: 'trace', titles: true, secrets: new Secrets(), destination: { write: (line) => { lines += line } } })
  log.info({ about: { title: text, [text]: [text] }, url: text, err: new Error(text) }, text)
  log.child({ plugin: text }).warn(text)
  return lines
}

function check(t: { ok(value: unknown, message: string): unknown, equal(a: unknown, b: unknown, message: string): unknown }, text: string): void {
  const lines = logged(text).trimEnd().split('\n')
  t.equal(lines.length, 2, 'a line for each call, and no more')
  t.ok(!moving.test(lines.join('\n')), 'and nothing in it that moves a terminal')
  const [first] = lines.map((line) => JSON.parse(line) as { readonly msg: string, readonly about: { readonly title: string } })
  t.equal(first?.msg, text, 'and nothing of the text is lost')
}

t.test('no title forges or hides a log line', async (t) => {
  for (const text of tricks) check(t, text)
})

t.test('no text at all does', async (t) => {
  fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom(...tricks)) }), (text) => {
    check({ ok: (value, message) => { if (value !== true) throw new Error(message) }, equal: (a, b, message) => { if (a !== b) throw new Error(`${message}: ${String(a)} ${String(b)}`) } }, text)
  }), { numRuns: 500 })
  t.pass('500 texts')
})

t.test('what is printable stays as it is', async (t) => {
  for (const text of ['Ünï çødé', '日本語 (2024) [x]', '👩‍👩‍👧', 'a\\b', '']) t.equal(printable(text), text)
  t.equal(printable('a\u001B[2Jb'), 'a\\u001b[2Jb')
})

t.test('the command line shows names and messages harmlessly', async (t) => {
  const nasty = tricks.join('|')
  const gap = { id: 'abc', kind: 'moved', status: 'open', path: nasty, expectedPath: nasty, reason: nasty }
  const run = { id: '1', status: 'complete', progress: { phase: nasty, percent: 1 }, summary: nasty }
  const answers: Record<string, object> = {
    '/gaps': { total: 2, next: 'x', gaps: [gap] }, '/gaps/runs': { id: '1' }, '/gaps/runs/1': run, '/gaps/abc/ignore': gap,
    '/gaps/summary': { open: 1, resolved: 0, ignored: 0, kinds: { moved: { open: 1 } }, lastRun: run, nextRunAt: null }, '/gaps/bad/ignore': { error: { code: 'S2P_GAP_UNKNOWN', message: nasty } },
  }
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    response.writeHead(path === '/gaps/bad/ignore' ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[path] ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const args of [['list'], ['list', '--json'], ['run'], ['run', '--json'], ['summary'], ['summary', '--json'], ['ignore', 'abc'], ['ignore', 'abc', '--json'], ['ignore', 'bad']]) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../core/cli/main.js', import.meta.url)), 'gaps', ...args], { env: { STASH2PLEX_URL: url, API_KEY: 'key' }, stdio: ['ignore', 'pipe', 'pipe'] })
    const shown = Buffer.concat(await Promise.all([buffer(child.stdout), buffer(child.stderr)])).toString()
    t.match(shown, /\\u001b/, `${args.join(' ')} shows the name`)
    t.notOk(moving.test(shown), `${args.join(' ')} moves no terminal`)
    t.notMatch(shown, /^\{"level"/m, 'on a line of its own')
  }
})
