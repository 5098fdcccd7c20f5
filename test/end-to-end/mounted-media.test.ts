import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import t, { type Test } from 'tap'
import { lay } from './lay-file.js'
import { startServer } from './running-server.js'

/** No rule leads to where Stash has the files: only the mount can tell which is which. */
async function started(t: Test, plugins: readonly unknown[]) {
  const media = t.testdir({ media: {} })
  const local = join(media, 'media')
  const running = await startServer(t, { yaml: { library: { roots: ['/media'] }, pathMappings: [{ name: 'media', plex: '/media', stash: '/not-there', local }], plugins } })
  await running.ready()
  const scene = running.library.scenes.find(({ files }) => files.length === 1)!
  // A row computes its fields: a copy must name them.
  const { size, oshash, path } = scene.files[0]!
  const file = { size, oshash, name: basename(path.replaceAll('\\', '/')) }
  mkdirSync(local, { recursive: true })
  const sceneOf = async (filename: string): Promise<string | undefined> => ((await running.match({ title: 'x', filename })).body.MediaContainer?.Metadata?.[0]?.ratingKey as string | undefined)?.split('-')[0]
  return { running, local, scene, file, sceneOf }
}

t.test('a renamed file is matched by its bytes', async (t) => {
  const { local, scene, file, sceneOf, running } = await started(t, ['oshash'])
  lay(join(local, 'renamed.mp4'), file)
  t.equal(await sceneOf('renamed.mp4'), String(scene.id))
  const { body } = await running.admin('/plugins')
  t.match(body.plugins.find(({ id }: { readonly id: string }) => id === 'oshash'), { status: 'active', capabilities: [{ kind: 'matcher', calls: 1, failures: 0 }, { kind: 'fileReader', failures: 0 }] })
})

t.test('the bytes are a witness for the name', async (t) => {
  const { local, scene, file, sceneOf, running } = await started(t, ['filename', 'oshash'])
  lay(join(local, file.name), file)
  t.equal(await sceneOf(file.name), String(scene.id))
  const { body } = await running.admin(`/explain?filename=${encodeURIComponent(file.name)}`)
  t.match(JSON.stringify(body), /same name and hash/)
})

t.test('contrary bytes forbid what the name says', async (t) => {
  const { local, file, sceneOf } = await started(t, [{ filename: { automatic: 'always' } }, 'oshash'])
  lay(join(local, file.name), { ...file, oshash: '00000000000000ff' })
  t.equal(await sceneOf(file.name), undefined)
})

t.test('nothing is read while the plugin is off', async (t) => {
  const { local, scene, file, sceneOf } = await started(t, [{ filename: { automatic: 'always' } }])
  lay(join(local, file.name), { ...file, oshash: '00000000000000ff' })
  t.equal(await sceneOf(file.name), String(scene.id))
})
