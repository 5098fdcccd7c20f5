import fastify from 'fastify'
import t from 'tap'
import { apiKeyGuard } from '../../core/access/api-key-guard.js'
import { errorAnswers, frameworkErrors } from '../../core/access/error-answers.js'
import { errorTable, fault, plainMessage, type ErrorCode } from '../../core/errors.js'

async function server() {
  const app = fastify({ frameworkErrors, routerOptions: { maxParamLength: 50 } })
  t.teardown(() => app.close())
  await app.register(errorAnswers)
  await app.register(apiKeyGuard, { apiKey: 'right-key' })
  app.get('/fails', () => { throw fault('S2P_STASH_UNREACHABLE', { url: 'http://10.0.0.7:9999', why: 'ECONNREFUSED' }) })
  app.get('/item/:id', () => 'fine')
  return app
}

t.test('strangers learn no inside address', async (t) => {
  const app = await server()
  const stranger = await app.inject('/fails')
  t.strictSame([stranger.statusCode, stranger.json()], [503, { error: { code: 'S2P_STASH_UNREACHABLE', message: 'Stash cannot be asked at this time. The log of Stash2Plex says why.' } }])
  t.notMatch((await app.inject({ url: '/fails', headers: { 'x-api-key': 'wrong' } })).body, /10\.0\.0\.7/)
  t.match((await app.inject({ url: '/fails', headers: { 'x-api-key': 'right-key' } })).json().error.message, /http:\/\/10\.0\.0\.7:9999/)
})

t.test('no error text shows strangers the installation', async (t) => {
  const telling = /\{(?:url|file|folder|host|port|plugin|pattern|faults)\}/
  for (const code of Object.keys(errorTable) as ErrorCode[]) {
    const { text } = errorTable[code]
    t.notMatch(plainMessage({ code, message: text }), telling, code)
  }
})

t.test('malformed addresses get the usual form of error', async (t) => {
  const app = await server()
  for (const url of ['/item/%zz', '/%', `/item/${'x'.repeat(60)}`]) {
    const answer = await app.inject(url)
    t.equal(answer.statusCode, 400, url)
    t.match(answer.json(), { error: { code: 'S2P_BAD_REQUEST', message: /address/ } })
    t.match(answer.headers['content-type'], /json/)
  }
})
