import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readConfig } from '../../core/config/read-config.js'

const guide = readFileSync('docs/guides/path-mapping.md', 'utf8')
/** Each example: its settings, and the table of paths below them. */
const examples = [...guide.matchAll(/## ([^\n]+)\n(?:(?!\n## )[\s\S])*?```yaml\n([\s\S]*?)```\n\n\| Plex \| Stash \|\n\| --- \| --- \|\n((?:\|.*\|\n)+)/g)]

t.test('the guide has an example for each case', async (t) => {
  t.equal(examples.length, 4)
  t.equal(guide.match(/```yaml/g)?.length, 4, 'and no settings without paths')
})

for (const [, title = '', yaml = '', table = ''] of examples) {
  t.test(`the example maps as it says: ${title}`, async (t) => {
    const folder = t.testdir({ 'stash2plex.yaml': yaml })
    const { pathMapping } = await readConfig({ STASH_URL: 'http://stash:9999', CONFIG_FILE: join(folder, 'stash2plex.yaml') })
    for (const row of table.trim().split('\n')) {
      const [plex = '', stash = ''] = row.split('|').slice(1, 3).map((cell) => cell.trim().replaceAll('`', ''))
      t.equal(pathMapping.toStash(plex)?.path ?? 'nothing', stash, plex)
      if (stash !== 'nothing') t.ok(pathMapping.toPlex(stash).length > 0, `and back: ${stash}`)
    }
  })
}
