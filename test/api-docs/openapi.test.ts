import t from 'tap'
import { docsPage } from '../../core/api-docs/page.js'
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

t.test('shows the description to people', async (t) => {
  const running = await startServer(t)
  const { body } = await running.admin('/docs/openapi.json') as { body: { paths: Record<string, object> } }
  const page = async (authorization?: string) => await fetch(`${running.url}/docs`, { headers: authorization === undefined ? {} : { authorization } })
  const basic = (password: string) => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`
  const asked = await page()
  t.equal(asked.status, 401)
  t.match(asked.headers.get('www-authenticate'), /^Basic /, 'a browser asks for the key')
  t.equal((await page(basic('wrong'))).status, 401)
  const shown = await page(basic(secrets.api))
  t.equal(shown.status, 200)
  t.match(shown.headers.get('content-security-policy'), /default-src 'none'/)
  const text = await shown.text()
  for (const path of Object.keys(body.paths)) t.ok(text.includes(` ${path}</code>`), path)
  t.match(text, /<td>query<\/td>/)
  t.notMatch(text, /<script|https?:/)
  t.equal((await fetch(`${running.url}/plugins`, { headers: { authorization: basic(secrets.api) } })).status, 401, 'a password opens nothing else')
})

t.test('the page shows nothing as markup', async (t) => {
  const page = docsPage({ info: { title: '<b>', version: '"1"' }, paths: { '/<i>': { get: { summary: '<script>alert(1)</script>', parameters: [{ name: '<u>', in: 'query', schema: { enum: ['<s>'] } }], responses: { 200: { description: '&' } } } } } })
  t.notMatch(page, /<(b|i|u|s|script)>/)
  t.match(page, /&lt;script&gt;alert\(1\)/)
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
