import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify, type FastifyHttpOptions } from 'fastify'
import t from 'tap'
import { clientErrors } from '../../core/access/client-errors.js'
import { errorAnswers } from '../../core/access/error-answers.js'
import { slowClientLimits } from '../../core/access/slow-clients.js'
import { startServer } from '../end-to-end/running-server.js'
import { bodyOf, dripRaw, rawRequest, sendRaw, statusOf } from './support/raw-socket.js'

const matches = '/library/metadata/matches'

function codeIn(answer: string): string | undefined {
  return /"code":"(\w+)"/.exec(bodyOf(answer))?.[1]
}

const running = await startServer(t, { yaml: { pathMappings: undefined } })

async function listening(options: FastifyHttpOptions<Server>): Promise<string> {
  const app = fastify({ ...options, clientErrorHandler: clientErrors })
  t.teardown(() => app.close())
  await app.register(errorAnswers)
  app.post('/', () => 'fine')
  app.get('/', () => 'fine')
  await app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

t.test('the real server lets go of slow clients', async (t) => {
  const { requestTimeout, headersTimeout, timeout } = running.app.server
  t.ok(requestTimeout > 0 && requestTimeout <= 60_000, `a request has ${requestTimeout} ms to arrive`)
  t.ok(headersTimeout > 0 && headersTimeout <= requestTimeout, `its head ${headersTimeout} ms`)
  t.ok(timeout > 20_000 && timeout <= 300_000, `silence ends a connection after ${timeout} ms, but no answer that is still made`)
})

t.test('a head that drips in is given up', async (t) => {
  const url = await listening(slowClientLimits({ requestMs: 400, idleMs: 60_000, checkEveryMs: 100 }))
  const answer = await dripRaw(url, 'GET / HTTP/1.1\r\nHost: a\r\nX: '.padEnd(5000, 'y'), 20)
  t.equal(statusOf(answer), 408)
  t.equal(codeIn(answer), 'S2P_BAD_REQUEST')
})

t.test('a body that drips in is given up', async (t) => {
  const url = await listening(slowClientLimits({ requestMs: 400, idleMs: 60_000, checkEveryMs: 100 }))
  const answer = await sendRaw(url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":')
  t.equal(statusOf(answer), 408)
})

t.test('a connection on which nothing moves is given up', async (t) => {
  const url = await listening(slowClientLimits({ requestMs: 60_000, idleMs: 300, checkEveryMs: 30_000 }))
  t.equal(await sendRaw(url, 'GET / HT'), '')
})

t.test('requests that two parsers may read differently are refused', async (t) => {
  const ambiguous = {
    'both lengths': 'Content-Length: 4\r\nTransfer-Encoding: chunked', 'chunked twice': 'Transfer-Encoding: chunked, chunked', 'an unknown coding': 'Transfer-Encoding: xchunked',
    'two lengths': 'Content-Length: 4\r\nContent-Length: 5', 'a signed length': 'Content-Length: +4', 'a length in hex': 'Content-Length: 0x4', 'a space before the colon': 'Content-Length : 4',
    'a folded line': 'Transfer-Encoding:\r\n chunked', 'a bare line feed': 'X: y\nTransfer-Encoding: chunked', 'no host': undefined, 'a NUL': 'X: a\u0000b',
  }
  for (const [name, line] of Object.entries(ambiguous)) {
    const head = line === undefined ? 'X: y' : `Host: a\r\n${line}`
    const answer = await sendRaw(running.url, `POST ${matches} HTTP/1.1\r\n${head}\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    t.equal(statusOf(answer), 400, name)
    t.notMatch(answer, /HTTP\/1\.1 200/, `${name}: what follows is no request of its own`)
  }
})

t.test('what is no HTTP gets the usual form of error', async (t) => {
  for (const bytes of ['\u0000\u0001\u0002', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', `GET / HTTP/1.1\r\n${': y\r\n'.repeat(10)}\r\n`, Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])]) {
    const answer = await sendRaw(running.url, bytes)
    t.equal(statusOf(answer), 400, JSON.stringify(bytes))
    t.equal(codeIn(answer), 'S2P_BAD_REQUEST')
  }
  const large = await sendRaw(running.url, rawRequest('GET / HTTP/1.1', ['Host: a', `X: ${'y'.repeat(40_000)}`]))
  t.equal(statusOf(large), 431)
  t.equal(codeIn(large), 'S2P_BAD_REQUEST')
  const many = await sendRaw(running.url, rawRequest('GET / HTTP/1.1', ['Host: a', ...Array.from({ length: 2500 }, () => 'X:')]))
  t.ok([200, 431].includes(statusOf(many)), 'very many headers do no harm')
  t.equal((await fetch(`${running.url}/health/live`)).status, 200, 'the server is alive')
})

t.test('garbage behind a good request leaves its answer whole', async (t) => {
  const url = await listening({})
  const answer = await sendRaw(url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n\u0000\u0001garbage\r\n\r\n')
  const first = /^HTTP\/1\.1 (?:200 OK\r\n[^]*?\r\n\r\nfine|400 )/.exec(answer)
  t.ok(first !== null, JSON.stringify(answer.slice(0, 300)))
})
