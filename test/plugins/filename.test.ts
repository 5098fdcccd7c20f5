import { test } from 'tap'
import filename from '../../plugins/filename/index.js'
import { isTellingFolder, isTellingName } from '../../plugins/filename/telling.js'
import type { Automatic } from '../../plugins/filename/verdict.js'
import { textTools } from '../../shared/text/index.js'
import { ask, certain, matchersOf, place, type FakeWorld } from './fake-host.js'

const long = 'Blue Harbour 2024 Summer Evening.mp4'
const inHarbour = [{ scene: 1, path: `/data/Harbour Films/${long}` }]

interface Case extends FakeWorld {
  readonly name: string
  readonly rule?: string
  readonly roots?: readonly string[]
  readonly automatic?: Automatic
  readonly wanted: string | undefined
}

const mounted = `/mnt/plex/Else/${long}`
const hash = 'aaaaaaaaaaaaaaaa'
const otherHash = 'bbbbbbbbbbbbbbbb'
const hashed = [{ ...inHarbour[0]!, oshash: hash }, { scene: 2, path: `/x/${long}`, oshash: otherHash }]

const generic = Array.from({ length: 60 }, (_, at) => ({ scene: at + 1, path: `/data/Studio ${'abc'[at % 3]}${at}/scene.mp4`, size: at }))

const cases: Readonly<Record<string, Case>> = {
  'a name alone is not enough': { files: inHarbour, name: `Elsewhere/${long}`, wanted: undefined },
  'name and telling folder are enough': { files: inHarbour, name: `Harbour Films/${long}`, wanted: '1' },
  'a folder that says nothing is no witness': { files: [{ scene: 1, path: '/data/1080p/clip.mp4' }], name: '1080p/clip.mp4', wanted: undefined },
  'the folder above may be the witness': { files: [{ scene: 1, path: '/data/Harbour Films/1080p/Quiet Evening.mp4' }], name: 'Harbour Films/1080p/Quiet Evening.mp4', wanted: '1' },
  'one name that says something is not enough': { files: [{ scene: 1, path: '/data/Harbour Films/1080p/clip.mp4' }], name: 'Harbour Films/1080p/clip.mp4', wanted: undefined },
  'two folders that say something are': { files: [{ scene: 1, path: '/data/Harbour Films/Anna Rivers/clip.mp4' }], name: 'Harbour Films/Anna Rivers/clip.mp4', wanted: '1' },
  'a camera counts its files everywhere alike': { files: [{ scene: 1, path: '/data/Harbour Films/IMG_0001.mp4' }], name: 'Harbour Films/IMG_0001.mp4', wanted: undefined },
  'any folder will do where the size agrees': { files: [{ scene: 1, path: '/data/1080p/clip.mp4' }, { scene: 2, path: '/data/720p/clip.mp4' }], name: '1080p/clip.mp4', plex: { '/plex/1080p/clip.mp4': 1000 }, wanted: '1' },
  'the longest common end goes first': { files: [{ scene: 1, path: '/data/Bay/Summer/Evening.mp4' }, { scene: 2, path: '/data/Quay/Summer/Evening.mp4' }, { scene: 3, path: '/data/Summer/Evening.mp4' }], name: 'Quay/Summer/Evening.mp4', wanted: '2' },
  'name and folder must be one of a kind': { files: [...inHarbour, { scene: 2, path: `/other/Harbour Films/${long}` }], name: `Harbour Films/${long}`, wanted: undefined },
  'the folder picks one of several names': { files: [...inHarbour, { scene: 2, path: `/data/Quiet Bay/${long}` }], name: `Quiet Bay/${long}`, wanted: '2' },
  'another case of the name is no folder witness': { files: inHarbour, name: `Harbour Films/${long.toLowerCase()}`, wanted: undefined },
  'the library folder itself may be the witness': { files: inHarbour, name: long, roots: ['/plex/Harbour Films'], wanted: '1' },
  'several roots leave the folder no say': { files: inHarbour, name: `Harbour Films/${long}`, roots: ['/plex/a', '/plex/b'], wanted: undefined },
  'a rule that covers leaves the folder no say': { files: inHarbour, name: `Harbour Films/${long}`, rule: 'nas', wanted: undefined },
  'the rule for no rules does not cover': { files: inHarbour, name: `Harbour Films/${long}`, rule: 'same-path', wanted: '1' },
  'name and size are enough anywhere': { files: inHarbour, name: `Elsewhere/${long}`, plex: { [`/plex/Elsewhere/${long}`]: 1000 }, rule: 'nas', wanted: '1' },
  'another size forbids what the folder says': { files: inHarbour, name: `Harbour Films/${long}`, plex: { [`/plex/Harbour Films/${long}`]: 999 }, wanted: undefined },
  'a stranger with a telling name stays unmatched': { files: inHarbour, name: `Elsewhere/${long}`, plex: { [`/plex/Elsewhere/${long}`]: 31 }, wanted: undefined },
  'size picks one of several names': { files: [{ ...inHarbour[0]!, size: 5 }, { scene: 2, path: `/x/${long}`, size: 6 }], name: long, plex: { [`/plex/${long}`]: 6 }, wanted: '2' },
  'several of one size need the folder': { files: [...inHarbour, { scene: 2, path: `/data/Quiet Bay/${long}` }], name: `Quiet Bay/${long}`, plex: { [`/plex/Quiet Bay/${long}`]: 1000 }, wanted: '2' },
  'several of one size stay silent': { files: [...inHarbour, { scene: 2, path: `/data/Quiet Bay/${long}` }], name: `Else/${long}`, plex: { [`/plex/Else/${long}`]: 1000 }, wanted: undefined },
  'two present files of different sizes stay silent': { files: inHarbour, name: `S/${long}`, roots: ['/a', '/b'], plex: { [`/a/S/${long}`]: 1000, [`/b/S/${long}`]: 7 }, wanted: undefined },
  'two roots, one present with this size': { files: inHarbour, name: `S/${long}`, roots: ['/a', '/b'], plex: { [`/a/S/${long}`]: 1000 }, wanted: '1' },
  'an untold size leaves it undecided': { files: inHarbour, name: `Harbour Films/${long}`, plex: { [`/plex/Harbour Films/${long}`]: 'unknown' }, wanted: '?' },
  'an empty file is no witness': { files: [{ scene: 1, path: '/d/x.mp4', size: 0 }], name: 'x.mp4', plex: { '/plex/x.mp4': 0 }, wanted: undefined },
  'a crowded name counts with its folder': { files: generic, name: 'Studio a9/scene.mp4', plex: { '/plex/Studio a9/scene.mp4': 9 }, wanted: '10' },
  'a crowded name alone stays silent': { files: generic, name: 'Else/scene.mp4', plex: { '/plex/Else/scene.mp4': 9 }, wanted: undefined },
  'never is never': { files: inHarbour, name: `Harbour Films/${long}`, automatic: 'never', plex: { [`/plex/Harbour Films/${long}`]: 1000 }, wanted: undefined },
  'distinctive takes a telling name': { files: inHarbour, name: `Else/${long}`, automatic: 'distinctive', wanted: '1' },
  'distinctive refuses a short name': { files: [{ scene: 1, path: '/d/clip.mp4' }], name: 'clip.mp4', automatic: 'distinctive', wanted: undefined },
  'distinctive refuses another size': { files: inHarbour, name: `Else/${long}`, automatic: 'distinctive', plex: { [`/plex/Else/${long}`]: 3 }, wanted: undefined },
  'distinctive refuses a covered folder': { files: inHarbour, name: `Else/${long}`, automatic: 'distinctive', rule: 'nas', wanted: undefined },
  'always takes any unique name': { files: [{ scene: 1, path: '/d/clip.mp4' }], name: 'clip.mp4', automatic: 'always', wanted: '1' },
  'always refuses two scenes': { files: [{ scene: 1, path: '/d/clip.mp4' }, { scene: 2, path: '/e/clip.mp4' }], name: 'clip.mp4', automatic: 'always', wanted: undefined },
  'always refuses another size': { files: [{ scene: 1, path: '/d/clip.mp4' }], name: 'clip.mp4', automatic: 'always', plex: { '/plex/clip.mp4': 3 }, wanted: undefined },
}

const witnessedByHash: Readonly<Record<string, Case>> = {
  'hash picks one of several names of one size': { files: hashed, name: `Else/${long}`, local: { [mounted]: { oshash: otherHash, size: 1000 } }, rule: 'nas', wanted: '2' },
  'a contrary hash forbids what size and folder say': { files: [hashed[0]!], name: `Harbour Films/${long}`, local: { [`/mnt/plex/Harbour Films/${long}`]: { oshash: otherHash, size: 1000 } }, plex: { [`/plex/Harbour Films/${long}`]: 1000 }, wanted: undefined },
  'a contrary hash forbids even always': { files: [hashed[0]!], name: `Else/${long}`, automatic: 'always', local: { [mounted]: { oshash: otherHash, size: 1000 } }, wanted: undefined },
  'the same hash with another size in Stash is no witness': { files: [{ ...hashed[0]!, size: 7 }], name: `Else/${long}`, local: { [mounted]: { oshash: hash, size: 1000 } }, wanted: undefined },
  'two scenes of one hash need the folder': { files: [hashed[0]!, { ...hashed[1]!, oshash: hash }], name: `Else/${long}`, local: { [mounted]: { oshash: hash, size: 1000 } }, wanted: undefined },
  'where Stash has no hash the size that was read counts': { files: [{ ...inHarbour[0]!, size: 5 }, { scene: 2, path: `/x/${long}`, size: 6 }], name: `Else/${long}`, local: { [mounted]: { oshash: hash, size: 6 } }, wanted: '2' },
  'what was read decides while Plex cannot tell': { files: hashed, name: `Else/${long}`, local: { [mounted]: { oshash: hash, size: 1000 } }, plex: { [`/plex/Else/${long}`]: 'unknown' }, wanted: '1' },
  'Plex and the mount tell different files': { files: hashed, name: `Else/${long}`, automatic: 'always', local: { [mounted]: { oshash: hash, size: 1000 } }, plex: { [`/plex/Else/${long}`]: 999 }, wanted: undefined },
  'a file that cannot be read says nothing': { files: inHarbour, name: `Harbour Films/${long}`, local: { [`/mnt/plex/Harbour Films/${long}`]: 'unknown' }, wanted: '1' },
  'two places with different bytes say nothing': { files: hashed, name: `S/${long}`, roots: ['/a', '/b'], local: { [`/mnt/a/S/${long}`]: { oshash: hash, size: 1000 }, [`/mnt/b/S/${long}`]: { oshash: otherHash, size: 1000 } }, wanted: undefined },
  'two places, one of them surely empty': { files: hashed, name: `S/${long}`, roots: ['/a', '/b'], local: { [`/mnt/a/S/${long}`]: { oshash: hash, size: 1000 } }, wanted: '1' },
}

for (const [title, { name, rule, roots = ['/plex'], automatic = 'witnessed', wanted, ...world }] of Object.entries({ ...cases, ...witnessedByHash })) {
  test(title, async (t) => {
    const places = roots.map((root) => place(root, name, rule === undefined ? undefined : `/nowhere/${name}`, rule === undefined ? {} : { rule })).map((one) => (world.local === undefined ? one : { ...one, localPath: `/mnt${one.plexPath}` }))
    const matchers = await matchersOf(filename, world, { automatic })
    t.equal(certain(await ask(matchers, { manual: false, filename: name, places })), wanted)
  })
}

test('proposals are distinct and few', async (t) => {
  const matchers = await matchersOf(filename, { files: generic.slice(0, 50) }, { automatic: 'witnessed' })
  const candidates = await ask(matchers, { manual: true, filename: 'Studio a9/scene.mp4', places: [] })
  t.equal(candidates[0]?.sceneId, '10', 'the one in the same folder first')
  t.ok(candidates.length <= 21)
})

test('tells telling names from generic ones', (t) => {
  for (const name of ['Harbour Films', 'studio_x9 club', '日本の夏']) t.ok(isTellingFolder(name, textTools), name)
  for (const name of ['', 'DSC_0001', 'GX010012', 'videos', '1080p', '2024-05', 'CD 1', 'Season02', 'new', '4k', 'Part1', 'x']) t.notOk(isTellingFolder(name, textTools), name)
  t.ok(isTellingName(long, textTools))
  for (const name of ['scene.mp4', '01.mp4', 'video_1080p_new_movie_clip.mp4', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa.mp4']) t.notOk(isTellingName(name, textTools), name)
  t.end()
})
