import t from 'tap'
import { startServer, until } from '../end-to-end/running-server.js'

const address = '/path-mappings/suggestion'

t.test('says that Plex is needed', async (t) => {
  const server = await startServer(t)
  await server.ready()
  t.match(await server.admin(address), { status: 400, body: { error: { code: 'S2P_PLEX_NOT_CONFIGURED' } } })
})

t.test('wants the API key, and changes nothing', async (t) => {
  const server = await startServer(t, { withPlex: true })
  server.plex?.createItems()
  await server.ready()
  t.equal((await server.app.inject(address)).statusCode, 401)
  const before = (await server.admin('/health')).body.pathMapping
  await until(async () => (await server.admin(address)).status !== 503)
  const { status, body } = await server.admin(address)
  t.equal(status, 200)
  t.ok(['rules', 'refused', 'rearranged', 'files', 'unexplained', 'yaml', 'samePaths', 'obstacle', 'inForce'].every((name) => Object.hasOwn(body, name)))
  t.equal(body.inForce, null)
  t.strictSame((await server.admin('/health')).body.pathMapping, before)
  t.match(before, { source: 'configured', rules: ['media', 'archive', 'mixed', 'by-year'] })
})
