import t from 'tap'
import type { Test } from 'tap'
import { worldOf } from './harness.js'
import type { World } from './harness.js'

/** What Plex posted for the files that it got a scene for, and the scenes' rating keys. */
function served({ plex, library }: World): { filename: string, key: string }[] {
  return library.items.flatMap(({ ratingKey, path, sectionId }) => {
    const guid = plex.items.get(ratingKey)?.guid ?? ''
    const root = library.sections.find(({ id }) => id === sectionId)?.locations.find((location) => path.startsWith(`${location}/`)) ?? ''
    return guid.includes('/movie/') ? [{ filename: path.slice(root.length + 1), key: guid.split('/').at(-1) ?? '' }] : []
  })
}

async function knownIsServed(t: Test, world: World): Promise<void> {
  for (const { filename, key } of served(world).slice(0, 10)) {
    const match = await world.match(filename)
    t.equal(match.json.MediaContainer?.Metadata?.[0]?.ratingKey, key, 'a known file matches')
    const described = await world.ask(`/library/metadata/${key}`)
    t.equal(described.status, 200)
    t.ok(described.json.MediaContainer.Metadata[0].title, 'and is described from the good copy')
  }
}

async function unknownMustWait(t: Test, world: World): Promise<void> {
  const reply = await world.match('nobody/knows this.mp4')
  t.equal(reply.status, 503)
  t.match(reply.json.error.code, /^S2P_/)
  t.ok(Number(reply.headers['retry-after']) > 0, 'with Retry-After')
}

t.test('serves what it knows while Stash is away', async (t) => {
  const world = await worldOf(t, { scenes: 60 })
  const provider = await world.startReady()
  await world.plex.register(provider.url)
  await world.plex.scan()
  t.ok(served(world).length >= 10)
  // The good copies are written behind.
  await new Promise((resolve) => { setTimeout(resolve, 1500) })
  await world.stash.goAway()
  await knownIsServed(t, world)
  await unknownMustWait(t, world)
  const picture = new URL(String([...world.plex.items.values()].find(({ metadata }) => metadata?.['thumb'] !== undefined)?.metadata?.['thumb']))
  const noPicture = await world.ask(picture.pathname)
  t.equal(noPicture.status, 503)
  t.match(noPicture.json.error.code, /^S2P_/)

  t.test('also after a restart', async (t) => {
    await provider.stop()
    t.equal(provider.ended, 'exit 0')
    await world.startReady()
    await knownIsServed(t, world)
    await unknownMustWait(t, world)
    t.equal((await world.ask('/health/ready')).status, 200, 'ready with the catalog that it has')
  })

  t.test('and is whole again when Stash is back', async (t) => {
    await world.stash.comeBack()
    const until = Date.now() + 60_000
    let reply = await world.match('nobody/knows this.mp4')
    while (reply.status === 503 && Date.now() < until) {
      await new Promise((resolve) => { setTimeout(resolve, 300) })
      reply = await world.match('nobody/knows this.mp4')
    }
    t.equal(reply.status, 200, 'an unknown file gets its "no match"')
    t.equal(reply.json.MediaContainer.size, 0)
    t.equal((await world.ask(picture.pathname)).status, 200)
    const { key } = served(world)[0] ?? { key: '' }
    world.stash.requests.reset()
    // A call from before may still fail now, and have Stash left alone for a moment more.
    const describes = (): boolean => world.stash.requests.bodies.some((body) => body.includes('query Scenes'))
    do {
      t.equal((await world.ask(`/library/metadata/${key}`)).status, 200)
      if (!describes()) await new Promise((resolve) => { setTimeout(resolve, 300) })
    } while (!describes() && Date.now() < until)
    t.ok(describes(), 'and Stash itself describes again')
  })
})
