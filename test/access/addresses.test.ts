import fc from 'fast-check'
import fastify from 'fastify'
import t from 'tap'
import { withoutBasePath } from '../../core/access/base-path.js'
import { isPrivateAddress, networks } from '../../core/access/networks.js'
import { PictureAddress } from '../../core/access/picture-address.js'
import { picturesOnly } from '../../core/access/pictures-only.js'
import { readConfig } from '../../core/config/read-config.js'
import { keepingLog } from '../plugin-system/silent-log.js'

t.test('takes the base path off, and nothing else', async (t) => {
  const strip = withoutBasePath(['https://nas/stash2plex', 'http://nas/stash2plex/deep/', undefined])
  const table = {
    '/stash2plex': '/', '/stash2plex/': '/', '/stash2plex?a=1': '/?a=1', '/stash2plex/library/x?y=/z': '/library/x?y=/z',
    '/stash2plex/deep/x': '/x', '/stash2plexes/x': '/stash2plexes/x', '/x/stash2plex': '/x/stash2plex', '/': '/',
  }
  for (const [url, expected] of Object.entries(table)) t.equal(strip({ url }), expected, url)
  fc.assert(fc.property(fc.webPath(), (path) => strip({ url: `/stash2plex${path}` }).startsWith('/') && withoutBasePath([])({ url: `/${path}` }) === `/${path}`))
})

t.test('knows addresses that the internet cannot reach', async (t) => {
  for (const address of ['10.1.2.3', '192.168.0.1', '172.31.0.1', '127.0.0.1', '::1', 'fd00::1', 'fe80::2', '::ffff:192.168.1.1', '169.254.1.1', '100.64.0.1']) t.ok(isPrivateAddress(address), address)
  for (const address of ['8.8.8.8', '172.32.0.1', '2001:4860:4860::8888', '::ffff:8.8.8.8', '100.128.0.1', 'nas', '', undefined]) t.notOk(isPrivateAddress(address), String(address))
  const trusts = networks(['172.18.0.0/16', '10.0.0.5', 'loopback'])
  t.strictSame(['172.18.3.4', '172.19.0.1', '10.0.0.5', '10.0.0.6', '127.0.0.1', '::ffff:172.18.0.1'].map(trusts), [true, false, true, false, true, true])
  t.notOk(networks([])('127.0.0.1'))
})

t.test('a strange host reaches pictures only', async (t) => {
  const app = fastify()
  t.teardown(() => app.close())
  await app.register(picturesOnly, { publicUrl: 'https://pictures.example.org', providerUrl: 'http://nas:7979' })
  app.get('/artwork/:kind/:id', () => 'picture')
  app.get('/library/metadata/:key', () => 'metadata')
  const status = async (url: string, headers: Record<string, string>) => (await app.inject({ url, headers })).statusCode
  for (const headers of [
    { host: 'pictures.example.org' }, { host: 'PICTURES.example.org:8443' }, { host: 'pictures.example.org.' },
    { host: 'nas:7979', 'x-forwarded-host': 'pictures.example.org' }, { host: 'nas', 'x-forwarded-host': 'nas, pictures.example.org:443' },
    { host: 'nas', forwarded: 'for=1.2.3.4;host="pictures.example.org";proto=https' }, { host: 'pictures.example.org', 'x-forwarded-host': 'nas' },
  ]) {
    t.equal(await status('/library/metadata/1-a', headers), 404, JSON.stringify(headers))
    t.equal(await status('/nowhere', headers), 404)
    t.equal(await status('/artwork/scene/1', headers), 200)
  }
  for (const host of ['nas:7979', 'nas', '127.0.0.1:7979', 'xpictures.example.org']) t.equal(await status('/library/metadata/1-a', { host }), 200, host)
})

t.test('tells two addresses of one host by port', async (t) => {
  const status = async (host: string, options: { publicUrl: string, providerUrl: string }) => {
    const app = fastify()
    t.teardown(() => app.close())
    await app.register(picturesOnly, options)
    app.get('/plugins', () => 'x')
    return (await app.inject({ url: '/plugins', headers: { host } })).statusCode
  }
  const apart = { publicUrl: 'https://nas.lan:8443', providerUrl: 'http://nas.lan:7979' }
  t.strictSame([await status('nas.lan:8443', apart), await status('nas.lan:7979', apart)], [404, 200])
  const usual = { publicUrl: 'https://nas.lan', providerUrl: 'http://nas.lan:7979' }
  t.strictSame([await status('nas.lan', usual), await status('nas.lan:443', usual), await status('nas.lan:7979', usual)], [404, 404, 200])
  const same = { publicUrl: 'http://nas.lan:7979', providerUrl: 'http://nas.lan:7979/base' }
  t.equal(await status('nas.lan:7979', same), 200)
})

t.test('warns of pictures on a private address', async (t) => {
  const log = keepingLog()
  const warnings = () => log.lines.filter(({ level }) => level === 'warn')
  const reach = async (configured: string, found: string[] | Error) => {
    const resolve = async () => { if (found instanceof Error) throw found; return found }
    const address = new PictureAddress({ configured, log, resolve })
    await address.check()
    return address.state().reach
  }
  t.equal(await reach('http://192.168.1.5:7979', []), 'private')
  t.equal(await reach('http://[fd00::1]:7979', []), 'private')
  t.equal(await reach('http://nas:7979', ['8.8.8.8']), 'private', 'a bare name is a local one')
  t.equal(await reach('https://home.example.org/x', ['192.168.1.5']), 'private', 'the name leads inside')
  t.equal(warnings().length, 4)
  t.match(warnings()[0]?.message, /192\.168\.1\.5.*1\.43\.5.*PUBLIC_URL/)
  t.equal(await reach('https://home.example.org', ['8.8.8.8']), 'public')
  t.equal(await reach('https://home.example.org', new Error('no resolver')), 'unknown')
  t.equal(warnings().length, 4)
})

t.test('learns the address that Plex uses when none is set', async (t) => {
  const log = keepingLog()
  const address = new PictureAddress({ configured: undefined, log })
  await address.check()
  t.match(address.state(), { address: undefined, configured: false, reach: 'unknown' })
  for (let times = 0; times < 3; times++) address.seen('http://10.0.0.2:7979')
  await new Promise(setImmediate)
  t.match(address.state(), { address: 'http://10.0.0.2:7979', reach: 'private', warning: /10\.0\.0\.2/ })
  t.equal(log.lines.filter(({ level }) => level === 'warn').length, 1, 'once')
})

t.test('refuses addresses and proxies that make no sense', async (t) => {
  const faults = async (env: Record<string, string>) => readConfig({ STASH_URL: 'http://stash:9999', ...env }).then(() => '', (error: Error) => error.message)
  t.match(await faults({ PUBLIC_URL: 'https://nas/artwork' }), /PUBLIC_URL: its path \/artwork is one of Stash2Plex's own/)
  t.match(await faults({ PROVIDER_URL: 'https://nas/library/x' }), /PROVIDER_URL: its path/)
  t.match(await faults({ PUBLIC_URL: 'https://nas/x?y=1' }), /PUBLIC_URL: has a part after \?/)
  for (const proxy of ['nonsense', '10.0.0.0/33', '1.2.3.4/5/6', '10.0.0.1, x']) t.match(await faults({ TRUST_PROXY: proxy }), /TRUST_PROXY: got/, proxy)
  t.equal(await faults({ TRUST_PROXY: 'loopback, private, 10.0.0.1, fd00::/8, 172.18.0.0/16', PUBLIC_URL: 'https://nas/libraryx' }), '')
})
