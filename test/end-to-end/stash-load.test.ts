import t from 'tap'
import { worldOf } from './harness.js'
import type { World } from './harness.js'

/** GraphQL requests by the name of their operation. */
function asked({ stash }: World): Map<string, number> {
  const counts = new Map<string, number>()
  for (const body of stash.requests.bodies) {
    const { query } = JSON.parse(body) as { query: string }
    const name = /^\s*query (\w+)/.exec(query)?.[1] ?? query
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

for (const [inFlight, perRequest, scenes] of [[16, 5, 250], [64, 20, 400]] as const) {
  t.test(`one request describes many at ${inFlight} in flight`, async (t) => {
    const world = await worldOf(t, { scenes })
    const provider = await world.startReady()
    await world.plex.register(provider.url)
    world.stash.requests.reset()
    const results = await world.plex.scan({ inFlight })
    const matched = results.filter(({ outcome }) => outcome.kind === 'matched').length
    const describing = asked(world).get('Scenes') ?? 0
    t.ok(matched > scenes / 2, `${matched} matched`)
    t.ok(describing <= matched / perRequest, `${describing} requests for ${matched} items`)
    t.ok(describing >= matched / 40, 'and no request is for more than 40')
    t.equal(world.stash.requests.pathFilters, 0, 'nothing is searched by path')
    t.comment(`${(matched / describing).toFixed(1)} items a request`)
  })
}

t.test('matching known files costs Stash nothing', async (t) => {
  const world = await worldOf(t, { scenes: 150 })
  await world.startReady()
  await world.plex.register(world.provider.url)
  world.plex.createItems()
  await world.said(/listed a library of Plex/)
  const known = world.library.items.filter(({ category }) => category === 'mapped')
  const filenames = known.map(({ path, sectionId }) => {
    const locations = world.library.sections.find(({ id }) => id === sectionId)?.locations ?? []
    return path.slice((locations.find((location) => path.startsWith(`${location}/`)) ?? '').length + 1)
  })
  world.stash.requests.reset()
  const answers = await Promise.all(filenames.map((filename) => world.match(filename)))
  t.ok(answers.length > 30)
  t.ok(answers.every(({ json }) => json.MediaContainer.size === 1), 'every one is matched')
  t.equal(world.stash.requests.total, 0)
})

t.test('unknown files never cost a search by path', async (t) => {
  const world = await worldOf(t, { scenes: 100 })
  await world.startReady()
  world.stash.requests.reset()
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => world.match(`nobody knows/this ${n}.mp4`)))
  t.ok(answers.every(({ status, json }) => status === 200 && json.MediaContainer.size === 0))
  t.ok(world.stash.requests.graphql > 0, 'Stash is asked')
  t.ok(world.stash.requests.graphql <= 20, `${world.stash.requests.graphql} requests for 40 files`)
  t.equal(world.stash.requests.pathFilters, 0)
  t.notMatch(world.stash.requests.bodies.join('\n'), /\bpath\s*:\s*\{|"path":\s*\{/)
})
