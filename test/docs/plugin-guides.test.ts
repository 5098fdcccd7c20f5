import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { conforms } from '../../core/testing/index.js'
import { startServer } from '../end-to-end/running-server.js'

/** The files that a guide's text holds, by name. */
function filesIn(guide: string): ReadonlyMap<string, string> {
  const text = readFileSync(resolve('docs/guides', guide), 'utf8')
  return new Map([...text.matchAll(/```js\n\/\/ (\S+\.mjs)\n([^]*?)```/g)].map(([, name = '', code = '']) => [name, code]))
}

const guides = ['write-a-matcher.md', 'write-an-enricher.md', 'write-a-gap-source.md']

t.test('every example passes the test beside it', async (t) => {
  for (const guide of guides) {
    const folder = t.testdir()
    const files = filesIn(guide)
    t.equal(files.size, 2, `${guide} has a plugin and its test`)
    for (const [name, code] of files) writeFileSync(join(folder, name), code)
    const [plugin = '', test = ''] = [...files.keys()]
    t.ok((files.get(plugin)?.trim().split('\n').length ?? 99) < 25, `${plugin} is short`)
    const exported = await import(pathToFileURL(join(folder, plugin)).href) as { readonly default: unknown }
    await t.resolves(conforms(exported.default, { options: plugin === 'folder-listing.mjs' ? { folder } : {} }), guide)
    const run = spawnSync(process.execPath, [join(folder, test)], { encoding: 'utf8' })
    t.equal(run.status, 0, run.status === 0 ? test : `${test}: ${run.stdout}${run.stderr}`)
  }
})

t.test('a drop-in out of the guide matches on first try', async (t) => {
  // Not the test's own folder: the server's test empties that.
  const folder = mkdtempSync(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  const examples = new Map(guides.flatMap((guide) => [...filesIn(guide)]))
  t.ok((examples.get('marked-files.mjs')?.trim().split('\n').length ?? 99) < 20)
  for (const [name, code] of examples) writeFileSync(join(folder, name), code)
  const running = await startServer(t, { env: { PLUGINS_DIR: folder }, yaml: { plugins: ['marked-files', { 'code-tagline': { before: 'No. ' } }, { 'folder-listing': { folder } }] } })
  await running.ready()
  const scene = running.library.scenes[3]
  const { status, body } = await running.match({ title: 'Beach', filename: `Beach [s${scene?.id}].mp4` })
  t.equal(status, 200)
  const key = body.MediaContainer.Metadata[0]?.ratingKey as string
  t.match(key, new RegExp(`^${scene?.id}-`))
  const described = await (await fetch(`${running.url}/library/metadata/${key}`)).json() as { MediaContainer: { Metadata: { tagline?: string }[] } }
  t.match(described.MediaContainer.Metadata[0]?.tagline, /^No\. /)
  const { body: { plugins } } = await running.admin('/plugins')
  for (const id of ['marked-files', 'code-tagline', 'folder-listing']) t.equal(plugins.find((plugin: { readonly id: string }) => plugin.id === id)?.status, 'active', id)
  t.notOk(plugins.some((plugin: { readonly id: string, readonly status: string }) => plugin.id === 'marked-files.test' && plugin.status === 'active'))
})
