import fc from 'fast-check'
import type { HostileRequest } from './requests.js'
import { breakers } from './values.js'

const intruders = [...breakers, '\r\n', '\n', '\r', ':', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', 'Host: b\r\n', 'Expect: 100-continue\r\n', 'Connection: upgrade\r\nUpgrade: h2c\r\n', ' HTTP/0.9', '0\r\n\r\n', 'GET / HTTP/1.1\r\n']

/** The bytes of a request with something done to them that no client library would let through. */
export function rawBytes(requests: fc.Arbitrary<HostileRequest>): fc.Arbitrary<Buffer> {
  const change = fc.record({ at: fc.nat(), drop: fc.integer({ min: 0, max: 12 }), put: fc.oneof(fc.constantFrom(...intruders), fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1'))) })
  const spoiled = fc.tuple(requests, fc.array(change, { minLength: 1, maxLength: 4 })).map(([request, changes]) => changes.reduce((bytes, { at, drop, put }) => {
    const start = at % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, start), Buffer.from(put, put.length < 7 ? 'latin1' : 'utf8'), bytes.subarray(start + drop)])
  }, bytesOf(request)))
  return fc.oneof({ weight: 9, arbitrary: spoiled }, { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)) })
}

export function bytesOf({ method, path, headers, body = '' }: HostileRequest): Buffer {
  const lines = Object.entries({ host: 'nas', ...headers, 'content-length': String(Buffer.byteLength(body)) }).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}
