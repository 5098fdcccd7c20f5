import fc from 'fast-check'
import t from 'tap'
import { PictureAddress } from '../../core/access/picture-address.js'
import { startServer } from '../end-to-end/running-server.js'
import { keepingLog } from '../plugin-system/silent-log.js'
import { bodyOf, rawRequest, sendRaw, statusOf } from './support/raw-socket.js'

const impossible = ['a:99999', '1.2.3.4.5', '999.1.1.1', '[::::]', '[1.2.3.4]', '0x', '1.256', 'xn--a', 'a:0', '[fe80::1%25eth0]']
const nasty = ['', 'a b', 'a/b', 'a?b', 'a#b', 'user@a', 'a"', "a'><script>", '%0d%0aX:y', 'a\\b', 'ä', 'a,b', '-', '.', ':', '[', 'a:b', 'a'.repeat(300), 'javascript:alert(1)', '__proto__']

const running = await startServer(t, { yaml: { pathMappings: undefined } })
await running.ready()

async function ratingKey(): Promise<string> {
  const { body } = await running.match({ title: running.library.scenes.find(({ hasCover }) => hasCover)?.title, manual: 1 })
  return String(body.MediaContainer.Metadata[0].ratingKey)
}

t.test('no Host header ends the server', async (t) => {
  const unheard: unknown[] = []
  const note = (reason: unknown): void => { unheard.push(reason) }
  for (const event of ['unhandledRejection', 'warning']) process.on(event, note)
  t.teardown(() => { for (const event of ['unhandledRejection', 'warning']) process.off(event, note) })
  const key = await ratingKey()
  for (const host of [...impossible, ...nasty]) {
    const answer = await sendRaw(running.url, rawRequest(`GET /library/metadata/${key} HTTP/1.1`, [`Host: ${host}`]))
    t.ok([200, 400, 404].includes(statusOf(answer)), `${host}: ${statusOf(answer)}`)
    for (const [, address = ''] of bodyOf(answer).matchAll(/"(https?:[^"]+)"/g)) t.ok(URL.canParse(address), `${host} leads to no address ${address}`)
  }
  t.equal(statusOf(await sendRaw(running.url, rawRequest(`GET /library/metadata/${key} HTTP/1.0`))), statusOf(await sendRaw(running.url, rawRequest(`GET /library/metadata/${key} HTTP/1.1`, ['Host: nas']))), 'HTTP/1.0 needs none')
  t.equal((await fetch(`${running.url}/health/live`)).status, 200, 'the server is alive')
  t.strictSame(unheard, [], 'nothing was left unheard')
})

t.test('a forwarded host counts from nobody', async (t) => {
  const head = ['Host: nas:7979', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'X-Forwarded-Prefix: /evil', 'Forwarded: host=evil.example', 'X-Original-Host: evil.example', 'X-Host: evil.example', 'X-Forwarded-Server: evil.example']
  const answer = await sendRaw(running.url, rawRequest(`GET /library/metadata/${await ratingKey()} HTTP/1.1`, head))
  t.match(bodyOf(answer), /http:\/\/nas:7979\/artwork\//)
  t.notMatch(answer, /evil/)
})

t.test('strangers cannot make the server resolve names at will', async (t) => {
  const asked: string[] = []
  let answer: (addresses: readonly string[]) => void = () => {}
  const resolve = (name: string): Promise<readonly string[]> => {
    asked.push(name)
    return new Promise((resolved) => { answer = resolved })
  }
  const address = new PictureAddress({ configured: undefined, log: keepingLog(), resolve })
  for (let count = 0; count < 100; count++) address.seen(`http://slow-${count}.example.org`)
  t.equal(asked.length, 1, 'one look at a time')
  answer(['8.8.8.8'])
  await new Promise(setImmediate)
  address.seen('http://other.example.org')
  t.equal(asked.length, 2)
})

t.test('no text breaks the look at an address', async (t) => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.constantFrom(...impossible, ...nasty).map((host) => `http://${host}`), fc.string()), async (text) => {
    const address = new PictureAddress({ configured: text, log: keepingLog(), resolve: async () => [] })
    await address.check()
    return true
  }), { numRuns: 300 })
  t.pass('nothing threw')
})
