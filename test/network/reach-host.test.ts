import fc from 'fast-check'
import t from 'tap'
import { defaultRoute } from '../../core/network/default-gateway.js'
import { hostAddress, type Probes } from '../../core/network/host-address.js'
import { reachHost } from '../../core/network/reach-host.js'
import { surroundings, type Surroundings } from '../../core/network/surroundings.js'

const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'
const bridgeTable = `${head}\neth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\neth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n`
const bridge: Surroundings = { kind: 'bridge', gateway: '172.17.0.1' }
const deaf: Probes = { answers: async () => false, resolves: async () => false }
const loopbacks = new Set(['localhost', '127.0.0.1', '::1'])
const onHost: Probes = { answers: async (host) => !loopbacks.has(host), resolves: async () => false }
const withName: Probes = { ...onHost, resolves: async () => true }
const withLoopback: Probes = { answers: async () => true, resolves: async () => false }

t.test('reads the gateway of the default route', async (t) => {
  t.strictSame({ ...defaultRoute(bridgeTable) }, { device: 'eth0', gateway: '172.17.0.1', metric: 0 })
  const two = `${head}\nwlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\tFE01A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n`
  t.equal(defaultRoute(two)?.gateway, '192.168.1.254', 'the least metric wins')
  t.equal(defaultRoute(`${head}\neth0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n`), undefined, 'a route without gateway')
  t.equal(defaultRoute(''), undefined)
})

t.test('reads any table without throwing', async () => {
  fc.assert(fc.property(fc.string(), (rest) => { defaultRoute(`${head}\n${rest}`) }))
})

t.test('tells containers and their networks apart', async (t) => {
  const eth0 = { uevent: 'INTERFACE=eth0\n' }
  const table = { net: { route: bridgeTable } }
  const docker = { '.dockerenv': '', proc: table, sys: { class: { net: { eth0 } } } }
  const cases: [string, object, Record<string, string>, Surroundings][] = []
  const add = (name: string, files: object, expected: Surroundings, env: Record<string, string> = {}) => { cases.push([name, files, env, expected]) }
  const { '.dockerenv': _, ...bare } = docker
  add('bare metal', bare, { kind: 'plain' })
  add('Docker', docker, bridge)
  add('Podman', { ...bare, run: { '.containerenv': '' } }, bridge)
  add('by the variable', bare, bridge, { container: 'podman' })
  add('by the control group', { ...bare, proc: { ...table, 1: { cgroup: '12:pids:/docker/4f2a\n' } } }, bridge)
  add('the network of the host', { ...docker, sys: { class: { net: { eth0, docker0: {} } } } }, { kind: 'host-network' })
  add('an address of its own', { ...docker, sys: { class: { net: { eth0: { uevent: 'DEVTYPE=macvlan\n' } } } } }, { kind: 'plain' })
  add('a pod', docker, { kind: 'plain' }, { KUBERNETES_SERVICE_HOST: '10.43.0.1' })
  add('no network at all', { '.dockerenv': '' }, { kind: 'plain' })
  for (const [name, files, env, expected] of cases) {
    await t.test(name, async (t) => { t.strictSame(surroundings({ root: t.testdir(files as Record<string, string>), env }), expected) })
  }
})

t.test('puts the host in place of localhost', async (t) => {
  const urlOf = async (url: string, around: Surroundings, probes: Probes) => (await hostAddress(url, around, probes)).url
  t.equal(await urlOf('http://localhost:9999/stash', bridge, onHost), 'http://172.17.0.1:9999/stash')
  t.equal(await urlOf('http://127.0.0.1:9999', bridge, onHost), 'http://172.17.0.1:9999')
  t.equal(await urlOf('https://[::1]/', bridge, onHost), 'https://172.17.0.1/')
  t.equal(await urlOf('http://localhost:9999', bridge, withName), 'http://host.docker.internal:9999', 'the engine knows better')
  t.equal(await urlOf('http://localhost:9999', bridge, withLoopback), 'http://localhost:9999', 'something answers there')
  t.equal(await urlOf('http://localhost:9999', { kind: 'plain' }, onHost), 'http://localhost:9999')
  t.equal(await urlOf('http://localhost:9999', { kind: 'host-network' }, onHost), 'http://localhost:9999')
  t.equal(await urlOf('http://stash:9999', bridge, onHost), 'http://stash:9999')
})

t.test('leaves localhost alone while nothing answers anywhere', async (t) => {
  const { url, note } = await hostAddress('http://localhost:9999', bridge, deaf)
  t.equal(url, 'http://localhost:9999', 'it may come back there')
  t.match(note, 'or write http://172.17.0.1:9999')
})

t.test('finds the host where its name is unknown', async (t) => {
  const url = 'http://host.docker.internal:32400'
  t.equal((await hostAddress(url, bridge, deaf)).url, 'http://172.17.0.1:32400')
  t.equal((await hostAddress(url, { kind: 'host-network' }, deaf)).url, 'http://127.0.0.1:32400')
  t.strictSame(await hostAddress(url, bridge, withName), { url, note: undefined })
  t.strictSame(await hostAddress(url, { kind: 'plain' }, deaf), { url, note: undefined })
})

t.test('says which variable it took otherwise', async (t) => {
  const config = { stash: { url: 'http://localhost:9999', apiKey: 'k' }, plex: { url: 'http://plex:32400', token: 't' }, other: 1 }
  const reached = await reachHost(config, { around: bridge, probes: onHost })
  t.strictSame(reached.config, { ...config, stash: { url: 'http://172.17.0.1:9999', apiKey: 'k' } })
  t.equal(reached.notes.length, 1)
  t.match(reached.notes[0], /^STASH_URL: localhost is the container itself.* at 172\.17\.0\.1$/)
})
