import t from 'tap'
import { routeWords } from '../../core/api-docs/route-words.js'
import { secrets, startServer } from '../end-to-end/running-server.js'

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string }[]
  readonly security: readonly object[]
  readonly requestBody?: object
}

t.test('describes every route, and no other', async (t) => {
  const server = await startServer(t, { env: { PROVIDER_TOKEN: secrets.provider } })
  const { status, body } = await server.admin('/docs/openapi.json') as { status: number, body: { paths: Record<string, Record<string, Operation>> } }
  t.equal(status, 200)
  const found = Object.entries(body.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path.replace('{*}', '*').replace(/\{(\w+)\}/g, ':$1')}`, operation })))
  const served = found.filter(({ name }) => !name.startsWith('HEAD '))
  t.strictSame(served.map(({ name }) => name).sort(), Object.keys(routeWords).sort())
  t.strictSame(served.filter(({ operation }) => operation.summary === undefined), [])
  for (const secret of Object.values(secrets)) t.notMatch(JSON.stringify(body), secret)

  const open = new Set(served.filter(({ operation }) => operation.security.length === 0).map(({ name }) => name))
  t.strictSame(served.filter(({ name }) => /gaps|plugins|explain|pending|metrics|docs|\/health$/.test(name) && open.has(name)), [], 'what needs the key says so')
  const gaps = served.find(({ name }) => name === 'GET /gaps')
  t.ok(gaps?.operation.parameters?.some(({ name }) => name === 'cursor'), 'a route\'s own schema is in it')
  t.ok(served.find(({ name }) => name.startsWith('POST /library'))?.operation.requestBody)
})

t.test('the routes that say they are open answer without the key', async (t) => {
  const server = await startServer(t)
  for (const [name, { tag }] of Object.entries(routeWords)) {
    const [method = '', path = ''] = name.split(' ')
    const answer = await fetch(new URL(path.replace(/:\w+/g, '1'), server.url), { method })
    const open = tag === 'plex' || tag === 'pictures' || /^\/health\/(live|ready)$/.test(path)
    t.equal(answer.status === 401, !open, name)
    await answer.arrayBuffer()
  }
})
