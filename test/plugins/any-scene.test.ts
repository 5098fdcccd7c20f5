import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { sampleScene } from '../metadata/sample-scene.js'
import { anyScene } from './any-scene.js'
import { enriching, type AnyPlugin } from './enriching.js'

const all = ['*', 'Ann*', 7]
/** Every ability on. A new enricher without an entry here is tried as it comes. */
const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  titles: { template: '[{studio}] {performers} - {title} ({year}) {parent} {filename} {code}', untitled: 'template', removePerformers: true, sort: '{date} {title}', skipPerformersTagged: ['a*'] },
  genres: { performerTags: true, parents: 'instead', ignore: ['x*', 3], first: all, limit: 900 },
  collections: { studio: 'S: ', parentStudio: '{name}!', studioAsParent: true, group: true, performer: '', tag: 'T ', tags: all, performerTags: true, rating: 'R', organized: 'O' },
  ratings: { badges: ['imdb', 'rottentomatoes-critic'], round: 'half-stars' },
  people: { order: 'gender', hideGenders: ['MALE'], role: '{gender} {tags} {favorite}', name: '{name} ({disambiguation})', producers: 'studio' },
  fields: { drop: ['summary', 'cast'] },
  'content-rating': { rules: [{ tags: all, rating: 'R', adult: false }] },
  'external-ids': { urls: 'all', sceneId: true },
  artwork: { poster: ['tag', 'group'], logo: ['studio'], choices: ['cover', 'group', 'performer', 'tag', 'studio', 'gallery'], backgroundChoices: ['tag'] },
}

/** All bundled plugins that bring an enricher. */
async function enrichers(): Promise<readonly AnyPlugin[]> {
  const ids = readdirSync(resolve('dist/plugins'))
  const plugins = await Promise.all(ids.map(async (id) => (await import(pathToFileURL(resolve('dist/plugins', id, 'index.js')).href) as { readonly default: AnyPlugin }).default))
  const declared = await Promise.all(plugins.map((plugin) => enriching(plugin).then(() => plugin, () => undefined)))
  return declared.filter((plugin) => plugin !== undefined)
}

t.test('a crowd that shares its tags takes little memory', async (t) => {
  const tag = { id: '1', name: 'x'.repeat(25_000) }
  const one = { id: '5', name: 'Ann', disambiguation: undefined, gender: undefined, favorite: false, photo: undefined, tags: Array.from({ length: 1000 }, () => tag) }
  const scene = sampleScene({ performers: Array.from({ length: 1000 }, () => one) })
  for (const plugin of await enrichers()) {
    if (plugin.id !== 'genres' && plugin.id !== 'collections') continue
    const described = await (await enriching(plugin, options[plugin.id] ?? {}))(scene)
    t.ok(described.genres.length + described.collections.length < 50, plugin.id)
  }
})

t.test('any scene gives a patch that fits', async (t) => {
  const plugins = await enrichers()
  t.strictSame(Object.keys(options).filter((id) => !plugins.some((plugin) => plugin.id === id)), [], 'every one was found')
  for (const plugin of plugins) {
    for (const chosen of [{}, options[plugin.id] ?? {}]) {
      const describe = await enriching(plugin, chosen)
      await t.resolves(fc.assert(fc.asyncProperty(anyScene, async (scene) => (await describe(scene)).title.trim() !== ''), { numRuns: 60 }), plugin.id)
    }
  }
})
