import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { readConfig } from '../../core/config/read-config.js'
import { PluginSystem } from '../../core/plugin-system/plugin-system.js'
import { fakeParts } from '../../core/testing/fake-host.js'
import { keepingLog } from '../plugin-system/silent-log.js'

const guide = readFileSync(resolve('docs/guides/coming-from-the-legacy-agent.md'), 'utf8')

/** Every preference that any version of StashPlexAgent.bundle has had in its DefaultPrefs.json since 2023. */
const preferences = [
  'Hostname', 'Port', 'UseHTTPS', 'APIKey', 'UseFullMediaPath', 'UseFormattedTitle', 'RemovePerformerFromTitle', 'TitleFormat', 'IncludeGalleryImages',
  'SortGalleryImages', 'AppendPerformerTags', 'IgnoreTags', 'CreateTagCollectionTags', 'AddOrganizedCollectionTag', 'OrganizedCollectionTagName',
  'CreateAllTagCollectionTags', 'CreateSiteCollectionTags', 'CustomSiteCollectionPrefix', 'PrefixSiteCollectionTags', 'CreateStudioCollectionTags',
  'UseSiteForStudioCollectionTags', 'CustomStudioCollectionPrefix', 'PrefixStudioCollectionTags', 'CreateMovieCollectionTags', 'PrefixMovieCollectionTags',
  'CreatePerformerCollectionTags', 'PrefixPerformerCollectionTags', 'CreateRatingTags', 'SaveUserRatings', 'RequireOrganized', 'RequireURL',
  'RequireStashID', 'AddPlexURL', 'debug',
]

t.test('every legacy preference has its row', async (t) => {
  const named = [...guide.matchAll(/^\| (`.*?) \| /gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))
  t.equal(named.length, preferences.length)
  t.strictSame(new Set(named), new Set(preferences))
})

t.test('the settings in the guide are accepted', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const blocks = [...guide.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text)
  t.equal(blocks.length, 2)
  for (const [at, text] of blocks.entries()) {
    const file = join(folder, `${at}.yaml`)
    await writeFile(file, text)
    const { config } = await readConfig({ STASH_URL: 'http://stash:9999', CONFIG_FILE: file })
    const system = await PluginSystem.load({
      bundledDir: resolve('dist/plugins'), pluginsDir: join(folder, 'none'), entries: config.plugins, log: keepingLog(),
      host: () => fakeParts(),
    })
    t.strictSame(system.faults(), [], text)
  }
})
