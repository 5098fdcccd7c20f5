import { test } from 'tap'
import type { Test } from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import type { SampleItem, SampleStashFile } from '../../demo/library/sample-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import type { SampleStash } from '../../demo/stash/start-sample-stash.js'
import { ask, get } from './ask-stash.js'

const library = generateLibrary({ seed: 11, scenes: 400 })
const files = library.scenes.flatMap((scene) => scene.files)
const ordinary = files[3] as SampleStashFile
const noCover = library.scenes.find((scene) => !scene.hasCover)?.id
const byPath = 'query ($v: String!, $m: CriterionModifier!) { findScenes(scene_filter: { path: { value: $v, modifier: $m } }, filter: { per_page: -1 }) { count scenes { id files { path } } } }'

interface Stashes { readonly open: SampleStash, readonly keyed: SampleStash, readonly old: SampleStash }
interface Fact { readonly fact: string, readonly check: (stashes: Stashes, t: Test) => Promise<unknown> }

function item(category: string): SampleItem {
  const found = library.items.find((held) => held.category === category)
  if (found === undefined) throw new Error(`no ${category}`)
  return found
}

async function pathsAt(stash: SampleStash, value: string, modifier: string): Promise<readonly string[]> {
  const { data } = await ask(stash, byPath, { variables: { v: value, m: modifier } })
  return data.findScenes.scenes.flatMap((scene: { files: { path: string }[] }) => scene.files.map(({ path }) => path))
}

async function idsBy(stash: SampleStash, filter: string): Promise<readonly number[]> {
  const { data } = await ask(stash, `{ findScenes(filter: ${filter}) { scenes { id } } }`)
  return data.findScenes.scenes.map(({ id }: { id: string }) => Number(id))
}

/** What each side of our code relies on, one line a fact, held against the sample Stash alone. */
const facts: readonly Fact[] = [
  {
    fact: 'path EQUALS compares ASCII letters without case',
    async check({ open }, t) { t.ok((await pathsAt(open, ordinary.path.toUpperCase(), 'EQUALS')).includes(ordinary.path)) },
  },
  {
    fact: 'path EQUALS keeps the case of other letters',
    async check({ open }, t) {
      const accented = files.find((file) => file.path.includes('é')) as SampleStashFile
      t.same(await pathsAt(open, accented.path.replaceAll('é', 'É'), 'EQUALS'), [])
    },
  },
  {
    fact: 'an underscore in a path is a wildcard',
    async check({ open }, t) {
      const cut = ordinary.path.lastIndexOf('/') + 3
      t.ok((await pathsAt(open, `${ordinary.path.slice(0, cut)}_${ordinary.path.slice(cut + 1)}`, 'EQUALS')).includes(ordinary.path))
    },
  },
  {
    fact: 'a percent sign in a path runs over everything',
    async check({ open }, t) {
      const twin = files.find((file) => file.basename.startsWith('100%_a')) as SampleStashFile
      const found = await pathsAt(open, twin.path, 'EQUALS')
      t.ok(found.includes(twin.path))
      t.ok(found.some((path) => path.includes('100x_a')), 'the other twin answers too')
    },
  },
  {
    fact: 'brackets in a path are plain letters',
    async check({ open }, t) {
      const bracketed = files.find((file) => file.basename.startsWith('[Site]')) as SampleStashFile
      t.same(await pathsAt(open, bracketed.path, 'EQUALS'), [bracketed.path])
    },
  },
  {
    fact: 'an unquoted INCLUDES joins its words by OR',
    async check({ open }, t) {
      const [first, second] = ['scene.mp4', 'video.mp4']
      const found = await pathsAt(open, `${first} ${second}`, 'INCLUDES')
      t.ok(found.some((path) => path.endsWith(first)) && found.some((path) => path.endsWith(second)))
      t.same(await pathsAt(open, `"${first} ${second}"`, 'INCLUDES'), [], 'quoted, it is one phrase')
    },
  },
  {
    fact: 'MATCHES_REGEX is case-sensitive and unanchored',
    async check({ open }, t) {
      t.ok((await pathsAt(open, '/SCENE.mp4$', 'MATCHES_REGEX')).length === 0)
      t.ok((await pathsAt(open, '(?i)/SCENE.mp4$', 'MATCHES_REGEX')).length > 0)
      t.same(await pathsAt(open, `^\\Q${ordinary.path}\\E$`, 'MATCHES_REGEX'), [ordinary.path])
    },
  },
  {
    fact: 'a regular expression with lookaround is refused',
    async check({ open }, t) {
      const { status, errors } = await ask(open, byPath, { variables: { v: '(?=a)b', m: 'MATCHES_REGEX' } })
      t.equal(status, 200)
      t.match(errors?.[0]?.message, /error parsing regexp/)
    },
  },
  {
    fact: 'a path in NFD does not find its NFC file',
    async check({ open }, t) {
      const composed = item('nfd-name').path.normalize('NFC').replace('/plex/media', '/data/media')
      t.same(await pathsAt(open, composed, 'EQUALS'), [composed])
      t.same(await pathsAt(open, composed.normalize('NFD'), 'EQUALS'), [])
    },
  },
  {
    fact: 'the filter looks at every file of a scene',
    async check({ open }, t) {
      const many = library.scenes.find((scene) => scene.files.length > 1)
      t.same(await pathsAt(open, many?.files[1]?.path ?? '', 'EQUALS'), many?.files.map(({ path }) => path))
    },
  },
  {
    fact: 'a page has 25 rows unless told',
    async check({ open }, t) {
      t.equal((await idsBy(open, '{}')).length, 25)
      t.equal((await idsBy(open, '{ per_page: -1 }')).length, 400)
      t.equal((await idsBy(open, '{ per_page: 0 }')).length, 0)
    },
  },
  {
    fact: 'pages are counted from one',
    async check({ open }, t) {
      const first = await idsBy(open, '{ sort: "id", per_page: 10 }')
      t.same(await idsBy(open, '{ sort: "id", per_page: 10, page: 1 }'), first)
      t.same(await idsBy(open, '{ sort: "id", per_page: 10, page: 0 }'), first)
      t.same(await idsBy(open, '{ sort: "id", per_page: 5, page: 2 }'), first.slice(5))
    },
  },
  {
    fact: 'rows without a sort do not come by id',
    async check({ open }, t) {
      const ids = await idsBy(open, '{ per_page: 50 }')
      t.not(ids.join(), [...ids].sort((a, b) => a - b).join())
      const sorted = await idsBy(open, '{ per_page: 50, sort: "id" }')
      t.equal(sorted.join(), [...sorted].sort((a, b) => a - b).join())
    },
  },
  {
    fact: 'an unknown sort is an error',
    async check({ open }, t) {
      const { status, data, errors } = await ask(open, '{ findScenes(filter: { sort: "bogus" }) { count } }')
      t.same([status, data, errors], [200, null, [{ message: 'invalid sort: bogus', path: ['findScenes'] }]])
    },
  },
  {
    fact: 'ids above another id make keyset pages',
    async check({ open }, t) {
      const seen: number[] = []
      for (let after = 0; ;) {
        const { data } = await ask(open, 'query ($a: Int!) { findScenes(scene_filter: { id: { value: $a, modifier: GREATER_THAN } }, filter: { per_page: 90, sort: "id", direction: ASC }) { scenes { id } } }', { variables: { a: after } })
        const ids: readonly number[] = data.findScenes.scenes.map(({ id }: { id: string }) => Number(id))
        if (ids.length === 0) break
        seen.push(...ids)
        after = ids.at(-1) ?? after
      }
      t.same(seen, library.scenes.map(({ id }) => id))
    },
  },
  {
    fact: 'an unknown id among ids fails the whole request',
    async check({ open }, t) {
      const { data, errors } = await ask(open, '{ findScenes(ids: [1, 999999]) { scenes { id } } }')
      t.same([data, errors?.[0]?.message], [null, 'scene with id 999999 not found'])
      t.match((await ask(open, '{ findScenes(ids: [1, 1]) { scenes { id } } }')).errors?.[0]?.message, 'duplicate id found')
    },
  },
  {
    fact: 'findScene answers null for an unknown id',
    async check({ open }, t) {
      const { data, errors } = await ask(open, '{ a: findScene(id: 999999) { id } b: findScene(id: 1) { id } }')
      t.same([data.a, data.b?.id, errors], [null, '1', undefined])
    },
  },
  {
    fact: 'findFile is exact in case',
    async check({ open }, t) {
      const query = 'query ($p: String) { findFile(path: $p) { path ... on VideoFile { duration } } }'
      t.equal((await ask(open, query, { variables: { p: ordinary.path } })).data.findFile.path, ordinary.path)
      t.equal((await ask(open, query, { variables: { p: ordinary.path.toUpperCase() } })).data, null)
    },
  },
  {
    fact: 'one unknown path leaves findFile no data',
    async check({ open }, t) {
      const { status, data, errors } = await ask(open, 'query ($p: String) { a: findFile(path: "/no") { id } b: findFile(path: $p) { id } c: findFile(path: "/nay") { id } }', { variables: { p: ordinary.path } })
      t.same([status, data], [200, null])
      t.same(errors, [{ message: 'file not found', path: ['a'] }, { message: 'file not found', path: ['c'] }], 'every failing alias is named')
    },
  },
  {
    fact: 'findFile takes a path with percent for a pattern',
    async check({ open }, t) {
      const wild = ordinary.path.replace(ordinary.basename, `%${ordinary.basename.slice(4)}`)
      t.equal((await ask(open, 'query ($p: String) { findFile(path: $p) { path } }', { variables: { p: wild } })).data.findFile.path, ordinary.path)
    },
  },
  {
    fact: 'findSceneByHash tells the first scene only',
    async check({ open }, t) {
      const twice = item('same-video-two-scenes')
      const holders = library.scenes.filter((scene) => scene.files.some(({ content }) => content === twice.content))
      const { data } = await ask(open, 'query ($h: String!) { known: findSceneByHash(input: { oshash: $h }) { id } unknown: findSceneByHash(input: { oshash: "0" }) { id } }', { variables: { h: holders[0]?.files[0]?.oshash } })
      t.equal(holders.length, 2)
      t.same(data, { known: { id: String(holders[0]?.id) }, unknown: null })
    },
  },
  {
    fact: 'unset texts are empty and unset dates null',
    async check({ open }, t) {
      const bare = library.scenes.find((scene) => scene.title === '')
      const dateless = library.scenes.find((scene) => scene.date === null)
      const { data } = await ask(open, `{ a: findScene(id: ${bare?.id}) { title } b: findScene(id: ${dateless?.id}) { date } }`)
      t.same(data, { a: { title: '' }, b: { date: null } })
    },
  },
  {
    fact: 'dates are partial only since 0.30',
    async check({ open, old }, t) {
      const partial = library.scenes.find((scene) => scene.date?.length === 4)
      const query = `{ findScene(id: ${partial?.id}) { date } }`
      t.equal((await ask(open, query)).data.findScene.date, partial?.date)
      t.equal((await ask(old, query)).data.findScene.date, `${partial?.date}-01-01`)
    },
  },
  {
    fact: 'times are compared letter by letter',
    async check({ open }, t) {
      const { data } = await ask(open, '{ findScenes(filter: { sort: "updated_at", per_page: -1 }) { scenes { updated_at } } }')
      const middle: string = data.findScenes.scenes[200].updated_at
      t.match(middle, /\+02:00$/)
      const count = async (value: string) => (await ask(open, 'query ($v: String!) { findScenes(scene_filter: { updated_at: { value: $v, modifier: GREATER_THAN } }, filter: { per_page: 0 }) { count } }', { variables: { v: value } })).data.findScenes.count as number
      t.equal(await count(middle), 199)
      const sameMoment = `${new Date(middle).toISOString().slice(0, 19)}Z`
      t.ok(await count(sameMoment) > 199, 'the same moment in another offset is another text')
    },
  },
  {
    fact: 'an unknown field gets 422 and a code',
    async check({ open }, t) {
      const { status, data, errors } = await ask(open, '{ findScenes { nope } }')
      t.same([status, data, errors?.[0]?.extensions?.code], [422, null, 'GRAPHQL_VALIDATION_FAILED'])
      t.equal((await ask(open, '{ findScenes {')).errors?.[0]?.extensions?.code, 'GRAPHQL_PARSE_FAILED')
    },
  },
  {
    fact: 'the newer response type turns 422 into 400',
    async check({ open, old }, t) {
      const headers = { accept: 'application/graphql-response+json, application/json' }
      const fresh = await ask(open, '{ nope }', { headers })
      t.same([fresh.status, fresh.headers.get('content-type')?.split(';')[0]], [400, 'application/graphql-response+json'])
      t.equal((await ask(old, '{ nope }', { headers })).status, 422, 'versions before 0.29 do not know it')
    },
  },
  {
    fact: 'an old Stash refuses what came later',
    async check({ old }, t) {
      for (const query of ['{ findFile(path: "/a") { id } }', '{ findScene(id: 1) { groups { scene_index } } }', '{ findScenes(ids: [1]) { count } }', '{ findScenes(scene_filter: { files_filter: {} }) { count } }']) {
        t.equal((await ask(old, query)).status, 422, query)
      }
      t.equal((await ask(old, '{ findScene(id: 1) { movies { movie { name } } } }')).status, 200)
    },
  },
  {
    fact: 'introspection tells what a version knows',
    async check({ open, old }, t) {
      const query = '{ __type(name: "Query") { fields { name } } }'
      const knows = async (stash: SampleStash) => (await ask(stash, query)).data.__type.fields.some(({ name }: { name: string }) => name === 'findFile') as boolean
      t.same([await knows(open), await knows(old)], [true, false])
    },
  },
  {
    fact: 'a body of another type is not transported',
    async check({ open }, t) {
      t.equal((await ask(open, '{ version { version } }', { headers: { 'content-type': 'text/plain' } })).status, 400)
      t.equal((await get(open, '/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":' })).status, 400)
    },
  },
  {
    fact: 'GET answers queries and refuses mutations',
    async check({ open }, t) {
      t.equal((await get(open, `/graphql?query=${encodeURIComponent('{version{version}}')}`)).status, 200)
      t.equal((await get(open, `/graphql?query=${encodeURIComponent('mutation{metadataScan(input:{})}')}`)).status, 406)
    },
  },
  {
    fact: 'JSON comes compressed to whoever takes gzip',
    async check({ open }, t) {
      const encoding = async (accept: string) => (await ask(open, '{ version { version } }', { headers: { 'accept-encoding': accept } })).headers.get('content-encoding')
      t.same([await encoding('gzip'), await encoding('identity')], ['gzip', null])
      const other = { 'accept-encoding': 'gzip', accept: 'application/graphql-response+json' }
      t.equal((await ask(open, '{ version { version } }', { headers: other })).headers.get('content-encoding'), null, 'the newer type is not on the list')
    },
  },
  {
    fact: 'a key where none is set gets 401',
    async check({ open }, t) {
      const { status, headers, text } = await ask(open, '{ version { version } }', { headers: { ApiKey: 'anything' } })
      t.same([status, headers.get('www-authenticate'), text], [401, 'FormBased', ''])
    },
  },
  {
    fact: 'a missing or wrong key gets an empty 401',
    async check({ keyed }, t) {
      for (const headers of [{}, { ApiKey: 'wrong' }]) {
        const { status, text } = await ask(keyed, '{ version { version } }', { headers })
        t.same([status, text], [401, ''])
      }
      t.equal((await ask(keyed, '{ version { version } }', { headers: { ApiKey: 'right' } })).status, 200)
      t.equal((await get(keyed, '/scene/1/screenshot?apikey=right')).status, 200)
    },
  },
  {
    fact: 'a picture without key redirects to the login',
    async check({ keyed }, t) {
      const { status, headers } = await get(keyed, '/scene/1/screenshot?t=1')
      t.same([status, headers.get('location')], [302, '/login?returnURL=%2Fscene%2F1%2Fscreenshot%3Ft%3D1'])
      t.match((await get(keyed, '/login')).headers.get('content-type'), 'text/html')
    },
  },
  {
    fact: 'the health check needs no key',
    async check({ keyed }, t) {
      const { status, bytes } = await get(keyed, '/healthz')
      t.same([status, String(bytes)], [200, '.'])
    },
  },
  {
    fact: 'a missing cover is an SVG with status 200',
    async check({ open }, t) {
      const { status, headers } = await get(open, `/scene/${noCover}/screenshot?t=1`)
      t.same([status, headers.get('content-type')], [200, 'image/svg+xml'])
      const { data } = await ask(open, '{ findScenes(scene_filter: { is_missing: "cover" }, filter: { per_page: -1 }) { scenes { id } } }')
      t.ok(data.findScenes.scenes.some(({ id }: { id: string }) => Number(id) === noCover))
    },
  },
  {
    fact: 'the picture of an unknown scene gets 404',
    async check({ open }, t) { t.same([(await get(open, '/scene/999999/screenshot')).status, (await get(open, '/scene/x/screenshot')).status], [404, 404]) },
  },
  {
    fact: 'pictures carry an ETag and answer 304',
    async check({ open }, t) {
      const { headers, bytes } = await get(open, '/scene/1/screenshot?t=1')
      t.same([headers.get('content-type'), bytes.readUInt16BE(0), bytes.readUInt16BE(bytes.length - 2)], ['image/jpeg', 0xffd8, 0xffd9])
      const again = await get(open, '/scene/1/screenshot?t=1', { headers: { 'if-none-match': headers.get('etag') ?? '' } })
      t.same([again.status, again.bytes.length], [304, 0])
      const part = await get(open, '/scene/1/screenshot', { headers: { range: 'bytes=0-9' } })
      t.same([part.status, part.bytes], [206, bytes.subarray(0, 10)])
    },
  },
  {
    fact: 'only a versioned picture may be kept',
    async check({ open }, t) {
      t.equal((await get(open, '/scene/1/screenshot?t=1')).headers.get('cache-control'), 'private, max-age=31536000, immutable')
      t.equal((await get(open, '/scene/1/screenshot')).headers.get('cache-control'), 'no-cache')
    },
  },
  {
    fact: 'pictures are not to be had by HEAD',
    async check({ open }, t) { t.equal((await get(open, '/scene/1/screenshot', { method: 'HEAD' })).status, 405) },
  },
  {
    fact: 'a missing photo shows in its address',
    async check({ open }, t) {
      const { data } = await ask(open, '{ a: findPerformer(id: 2) { image_path } b: findPerformer(id: 3) { image_path } }')
      t.match(data.a.image_path, /\?t=\d+&default=true$/)
      t.match(data.b.image_path, /\?t=\d+$/)
    },
  },
  {
    fact: 'addresses repeat the host that was called',
    async check({ keyed }, t) {
      const headers = { ApiKey: 'right', 'x-forwarded-proto': 'https', 'x-forwarded-prefix': '/stash', 'x-forwarded-host': 'ignored' }
      const { paths } = (await ask(keyed, '{ findScene(id: 1) { paths { screenshot stream } } }', { headers })).data.findScene
      t.ok(paths.screenshot.startsWith(`${keyed.url.replace('http:', 'https:')}/stash/scene/1/screenshot?t=`))
      t.ok(paths.stream.endsWith('apikey=right'), 'the stream alone carries the key')
      t.notMatch(paths.screenshot, 'right')
    },
  },
  {
    fact: 'a scene without files is a scene',
    async check({ open }, t) {
      const bare = library.scenes.find((scene) => scene.files.length === 0)
      t.same((await ask(open, `{ findScene(id: ${bare?.id}) { files { id } } }`)).data.findScene.files, [])
    },
  },
]

test('the sample Stash keeps the facts', async (t) => {
  const stashes = {
    open: await startSampleStash({ library }),
    keyed: await startSampleStash({ library, apiKey: 'right' }),
    old: await startSampleStash({ library, version: '0.24' }),
  }
  t.teardown(() => Promise.all(Object.values(stashes).map((stash) => stash.close())))
  for (const { fact, check } of facts) await t.test(fact, (inner) => check(stashes, inner))
})
