import t from 'tap'
import { worldOf } from './harness.js'
import type { World } from './harness.js'

/** A scan, Fix Match, and what goes wrong, so that every kind of line is written. */
async function workDay(world: World): Promise<void> {
  const provider = await world.startReady()
  await world.plex.register(provider.url)
  await world.plex.scan()
  await world.said(/path mapping rule .* files in Plex/)
  await world.match('nobody/Telltale Unknown.mp4', { title: 'Telltale Unknown' })
  await world.match('', { title: world.library.scenes.find(({ title }) => title.length > 8)?.title, manual: 1 })
  await world.stash.goAway()
  await world.match('nobody/Telltale Later.mp4', { title: 'Telltale Later' })
  await world.ask('/library/metadata/1-zzzz')
  await provider.stop()
}

/** What names a file or a scene: base names, folders and titles that are long enough to be telling. */
function tellingNames({ library }: World): string[] {
  const paths = [...library.items.map(({ path }) => path), ...library.scenes.flatMap(({ files }) => files.map(({ path }) => path))]
  const parts = paths.flatMap((path) => path.split(/[\\/]/).slice(3).flatMap((part) => [part, part.replace(/\.\w+$/, '')]))
  const titles = library.scenes.map(({ title }) => title)
  return [...new Set([...parts, ...titles, 'Telltale'])].filter((name) => name.length > 7)
}

t.test('the start and each match are told to the admin', async (t) => {
  const world = await worldOf(t, { scenes: 100 })
  await workDay(world)
  const said = world.log.map(({ msg }) => msg)
  const wanted: readonly RegExp[] = [
    /^Stash2Plex \d+\.\d+\.\d+ serves\. Give this address to Plex: http/, /^configuration: environment and .*stash2plex\.yaml/,
    /^path mapping: \S+, \S+/, /^plugin path-mapping: active$/, /^catalog: /, /^Stash: reachable, version \S+, status OK$/, /^Plex: reachable, version /,
    /^path mapping rule \S+: \d+ of \d+ files in Plex, \d+ of \d+ in Stash$/, /^matched scene \d+ by path-mapping$/, /^matched scene \d+ by filename/, /^no match: /,
    /^described$/, /^offered \d+ scenes? to choose from$/, /cannot know yet: /, /^stopping on SIGTERM$/,
  ]
  for (const words of wanted) t.ok(said.some((line) => words.test(line)), String(words))
  const matched = world.log.find(({ msg }) => msg.startsWith('matched scene'))
  t.match(matched, { level: 'info', status: 200, method: 'POST', about: { filename: /./, reason: /./ }, time: /^\d{4}-/ })
  t.equal(said.filter((line) => /^(matched|no match|offered|cannot know yet)/.test(line)).length, world.library.items.length + 3, 'one line a match')
})

t.test('LOG_TITLES=false leaves no name in any line', async (t) => {
  const world = await worldOf(t, { scenes: 100, env: { LOG_TITLES: 'false', LOG_LEVEL: 'debug' } })
  await workDay(world)
  t.ok(world.log.some(({ level }) => level === 'debug'), 'at debug level')
  t.ok(world.log.some(({ msg }) => /^matched scene \d+ by/.test(msg)))
  const names = tellingNames(world)
  t.ok(names.length > 100, `${names.length} names`)
  const found = world.lines.flatMap((line) => names.filter((name) => line.includes(JSON.stringify(name).slice(1, -1)) || line.includes(encodeURIComponent(name))).map((name) => `${name} in ${line.slice(0, 300)}`))
  t.strictSame(found.slice(0, 5), [])
})
