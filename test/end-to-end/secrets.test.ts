import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { worldOf } from './harness.js'
import type { World } from './harness.js'
import { RecordingProxy } from './recording-proxy.js'

const proxies = new Map<'stash' | 'plex' | 'provider', RecordingProxy>()

async function between(name: 'stash' | 'plex' | 'provider', url: string): Promise<string> {
  const proxy = await RecordingProxy.before(url)
  t.teardown(() => proxy.close())
  proxies.set(name, proxy)
  return proxy.url
}

function recorded(name: 'stash' | 'plex' | 'provider'): RecordingProxy {
  const proxy = proxies.get(name)
  if (proxy === undefined) throw new Error(`nothing was recorded of ${name}`)
  return proxy
}

/** A secret as it may be written: plain, in URLs, in JSON, in hex, and in base64 at each of the three offsets. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '')
    return text.slice(offset === 0 ? 0 : offset + 1, -1)
  })
  return [...new Set([
    secret, encodeURIComponent(secret), encodeURI(secret), new URLSearchParams({ a: secret }).toString().slice(2), JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...shifted, ...shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ])]
}

/** Where a secret stands in a text, with its surroundings. */
function findings(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => formsOf(secret).flatMap((form) => {
    const at = text.indexOf(form)
    return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 80), at + form.length + 20)}`]
  }))
}

/** What admins and strangers do wrong, all of which ends in a message. */
async function provoke(world: World): Promise<void> {
  const { stash, keys } = world
  await world.ask('/plugins', { headers: { 'x-api-key': keys.apiKey } })
  await world.ask('/plugins', { headers: { 'x-api-key': `${keys.apiKey}x` } })
  await world.ask(`/plugins?X-Api-Key=${encodeURIComponent(keys.apiKey)}`)
  await world.ask(`/${encodeURIComponent(keys.apiKey)}/${encodeURIComponent(keys.stashApiKey)}`, { headers: { 'x-plex-token': keys.plexToken, cookie: keys.stashApiKey } })
  await world.ask('/library/metadata/matches', { method: 'POST', body: '{' })
  await world.ask('/artwork/scene/1/1/AAAAAAAAAAAAAAAAAAAAAAAA')
  await world.ask('/gaps', { headers: { authorization: `Bearer ${keys.apiKey}` } })
  for (const answer of [401, 'html', 'broken-json', 'reset'] as const) {
    Object.assign(stash.faults, { answer, answers: 3 })
    await world.match(`nobody/${answer}.mp4`)
    await world.ask('/library/metadata/1-s807ts')
  }
}

t.test('no secret leaves in any form', async (t) => {
  const world = await worldOf(t, {
    scenes: 150, env: { LOG_LEVEL: 'trace' }, stash: { coverBytes: 300 },
    through: async ({ stash, plex }) => ({ stash: await between('stash', stash), plex: await between('plex', plex) }),
  })
  const provider = await world.startReady()
  await world.plex.register(await between('provider', provider.url))
  const results = await world.plex.scan()
  t.ok(results.filter(({ outcome }) => outcome.kind === 'matched').length > 100, 'the main job ran')
  await provoke(world)
  world.plex.faults.token = 'revoked'
  await world.match('nobody/at all.mp4')
  await provider.stop()
  const signingKey = (await readFile(join(world.dataDir, 'signing-key'), 'utf8')).trim()
  t.ok(signingKey.length >= 32, 'there is a signing key')
  const secrets = { ...world.keys, signingKey, signingBytes: Buffer.from(signingKey, 'hex').toString('latin1') }

  t.test('in no log line', async (t) => {
    t.ok(world.lines.length > 1000, `${world.lines.length} lines`)
    t.ok(world.log.some(({ level }) => level === 'debug' || level === 'trace'), 'at the lowest level')
    t.strictSame(findings(world.lines.join('\n'), secrets), [])
  })

  t.test('in nothing that Plex is told', async (t) => {
    const { answered } = recorded('provider')
    t.match(answered, /"MediaContainer"/)
    t.strictSame(findings(answered, secrets), [])
  })

  t.test('only in the header where it belongs', async (t) => {
    const [stash, plex] = [recorded('stash').asked, recorded('plex').asked]
    t.match(stash.toLowerCase(), `apikey: ${world.keys.stashApiKey}`.toLowerCase())
    t.strictSame(findings(stash.replaceAll(/^apikey: .*$/gim, ''), secrets), [])
    t.strictSame(findings(plex.replaceAll(/^x-plex-token: .*$/gim, ''), secrets), [])
  })
})

t.test('the search finds every form of a secret', async (t) => {
  const secret = 'a/+&=b~0123456789'
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(`x${secret}y`).toString('base64'), Buffer.from(`xy:${secret}`).toString('base64url')]) {
    t.equal(findings(`so ${form} it is`, { it: secret }).length > 0, true, form)
  }
})
