import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { discover } from '../../core/plugin-system/discover.js'
import { openDatabase } from '../../core/store/open-database.js'
import { MediaFolders } from '../../plugins/oshash/media-folders.js'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stash2plex-hostile-')))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const inside = (...parts: string[]): string => join(folder, ...parts)

t.test('links in the plugins folder are looked at, and none ends the start', async (t) => {
  for (const name of ['plugins', 'elsewhere', 'plugins/loops']) mkdirSync(inside(name))
  writeFileSync(inside('elsewhere', 'linked.mjs'), 'export default {}')
  symlinkSync(inside('elsewhere', 'linked.mjs'), inside('plugins', 'linked.mjs'))
  symlinkSync(inside('plugins'), inside('plugins', 'loops', 'index.mjs'))
  symlinkSync(inside('plugins', 'self.mjs'), inside('plugins', 'self.mjs'))
  symlinkSync(inside('nowhere.mjs'), inside('plugins', 'dangling.mjs'))
  symlinkSync('/dev/zero', inside('plugins', 'endless.mjs'))
  const { found, faults } = await discover({ bundledDir: resolve('dist/plugins'), pluginsDir: inside('plugins') })
  t.strictSame(found.filter(({ source }) => source === 'mounted').map(({ id }) => id), ['linked'], 'only a link to a file is a plugin, and it runs only when it is named')
  t.strictSame(faults, [])
})

t.test('a plugin is written where no link leads elsewhere', async (t) => {
  mkdirSync(inside('own'))
  symlinkSync(inside('made-elsewhere'), inside('own', 'my-plugin'))
  const cli = fileURLToPath(new URL('../../core/cli/main.js', import.meta.url))
  for (const id of ['my-plugin', '../up', 'a/b', '..', '/tmp/x', 'A', 'a%00b']) {
    const { status } = spawnSync(process.execPath, [cli, 'new-plugin', 'matcher', id], { env: { PLUGINS_DIR: inside('own') } })
    t.not(status, 0, id)
  }
  t.notOk(existsSync(inside('made-elsewhere')))
  t.strictSame(readdirSync(inside('own')), ['my-plugin'])
})

t.test('a data folder may be a link, and its databases stay in it', async (t) => {
  mkdirSync(inside('real-data'))
  symlinkSync(inside('real-data'), inside('data'))
  openDatabase(inside('data', 'state.db'), { migrations: [], access: 'write', busyTimeoutMs: 1000 }).close()
  t.ok(readdirSync(inside('real-data')).includes('state.db'))
})

t.test('no link in a media folder leads out of it', async (t) => {
  for (const name of ['media', 'media/sub', 'private']) mkdirSync(inside(name))
  writeFileSync(inside('private', 'secret.mp4'), 'secret')
  writeFileSync(inside('media', 'sub', 'good.mp4'), 'good')
  const links: Record<string, string> = { 'to-file.mp4': inside('private', 'secret.mp4'), 'to-folder': inside('private'), 'by-steps': inside('media', 'to-folder'), 'to-root': '/', relative: '../private', within: inside('media', 'sub') }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, inside('media', name))
  const media = new MediaFolders([inside('media')])
  for (const path of ['to-file.mp4', 'to-folder/secret.mp4', 'by-steps/secret.mp4', 'to-root/etc/hostname', 'relative/secret.mp4', '../private/secret.mp4', 'sub/../../private/secret.mp4', '../media-evil/x']) {
    const opened = await media.open(`${inside('media')}/${path}`)
    t.ok(opened === 'outside' || opened === 'absent' || opened === 'unmounted', `${path}: ${typeof opened === 'string' ? opened : 'opened'}`)
  }
  const opened = await media.open(inside('media', 'within', 'good.mp4'))
  t.type(opened, 'object', 'a link that stays within is followed')
  if (typeof opened === 'object') await opened.file.close()
})
