import t from 'tap'
import { secrets, startServer, type Running } from './running-server.js'

const ask = async (url: string, headers: Record<string, string> = {}) => {
  // Not fetch: it lets nobody set Host.
  const { request } = await import('undici')
  const { statusCode, body } = await request(url, { headers })
  const text = await body.text()
  return { status: statusCode, text, json: () => JSON.parse(text) }
}
const portOf = ({ app }: Running) => app.addresses().map((address) => (typeof address === 'string' ? 0 : address.port))[0]
const addressesIn = (text: string) => [...text.matchAll(/"(https?:\/\/[^"]+\/artwork\/[^"]+)"/g)].map(([, address = '']) => address)

async function matched(running: Running) {
  await running.ready()
  for (const scene of running.library.scenes.filter(({ hasCover }) => hasCover)) {
    const { body } = await running.match({ title: scene.title, filename: scene.files[0]?.path })
    const key = body.MediaContainer?.Metadata[0]?.ratingKey as string | undefined
    if (key !== undefined) return key
  }
  throw new Error('no file of the sample library was matched')
}

t.test('a secret path hides the provider', async (t) => {
  const running = await startServer(t, { env: { PROVIDER_TOKEN: secrets.provider }, yaml: { pathMappings: undefined } })
  const key = await matched(running)
  const bare = `http://127.0.0.1:${portOf(running)}`
  t.match((await ask(running.url)).json(), { MediaProvider: { identifier: 'tv.plex.agents.custom.stash2plex' } })
  t.equal((await ask(`${running.url}/`)).status, 200)
  for (const path of ['/', `/library/metadata/${key}`, '/wrong_token/', `/wrong_token/library/metadata/${key}`]) t.equal((await ask(bare + path)).status, 404, path)
  const described = await ask(`${running.url}/library/metadata/${key}`)
  t.equal(described.status, 200)
  const pictures = addressesIn(described.text)
  t.ok(pictures.length > 0)
  t.notMatch(described.text, secrets.provider, 'no answer shows the token')
  t.equal((await ask(pictures[0] ?? '')).status, 200, 'pictures need no token')
  // Spelt in another way, and in an address that fails.
  await ask(`${bare}/${secrets.provider.replace('_', '%5f')}/library/metadata/x`)
  await ask(`${running.url}/%zz`)
  await running.admin('/health')
  const log = running.log()
  t.match(log, /library\/metadata/)
  for (const [name, secret] of Object.entries(secrets)) {
    t.notOk(log.includes(secret), `the ${name} secret is nowhere in the log`)
    t.notOk(log.includes(encodeURIComponent(secret).replace('_', '%5f')), name)
  }
})

t.test('works under a path, stripped or not', async (t) => {
  const running = await startServer(t, { env: { PUBLIC_URL: 'https://pictures.example.org/stash2plex/', PROVIDER_URL: 'http://nas.lan:7979/s2p' }, yaml: { pathMappings: undefined } })
  const key = await matched(running)
  for (const path of ['', '/s2p', '/stash2plex']) {
    const { status, text } = await ask(`${running.url}${path}/library/metadata/${key}`)
    t.equal(status, 200, path)
    t.ok(addressesIn(text).length > 0)
    t.ok(addressesIn(text).every((address) => address.startsWith('https://pictures.example.org/stash2plex/artwork/')), path)
  }
  const { text } = await ask(`${running.url}/library/metadata/${key}`)
  const picture = new URL(addressesIn(text)[0] ?? '').pathname
  const host = { host: 'pictures.example.org' }
  t.equal((await ask(running.url + picture, host)).status, 200, 'a proxy that passes the path on')
  t.equal((await ask(running.url + picture.replace('/stash2plex', ''), host)).status, 200, 'one that strips it')
  for (const path of ['/', '/stash2plex/', `/stash2plex/library/metadata/${key}`, '/plugins', '/health/live']) {
    t.equal((await ask(running.url + path, { ...host, 'x-api-key': secrets.api })).status, 404, `${path} on the pictures' host`)
  }
  t.match(running.log(), /Give this address to Plex: http:\/\/nas\.lan:7979\/s2p/)
})

t.test('believes only the proxies it was told of', async (t) => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'nas.example.org', 'x-forwarded-prefix': '/s2p' }
  const bases = async (env: Record<string, string>, ...tries: readonly Record<string, string>[]) => {
    const running = await startServer(t, { env, yaml: { pathMappings: undefined } })
    const key = await matched(running)
    const texts = await Promise.all(tries.map((headers) => ask(`${running.url}/library/metadata/${key}`, headers)))
    return texts.map(({ text }) => addressesIn(text)[0]?.replace(/\/artwork\/.*|:\d+/g, ''))
  }
  t.strictSame(await bases({ TRUST_PROXY: '10.0.0.0/8' }, forwarded), ['http://127.0.0.1'])
  const odd = { 'x-forwarded-proto': 'javascript', 'x-forwarded-prefix': '/"><b>' }
  t.strictSame(await bases({ TRUST_PROXY: 'loopback' }, forwarded, odd), ['https://nas.example.org/s2p', 'http://127.0.0.1'])
})
