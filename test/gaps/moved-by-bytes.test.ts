import { join } from 'node:path'
import t from 'tap'
import { oshashOf, sizeOf } from '../../demo/library/video.js'
import { lay } from '../end-to-end/lay-file.js'
import { openNow, startEverything } from './server.js'
import { itemAt, pairedLibrary } from './thousand.js'

t.test('a mounted file whose bytes are those of a scene has moved', async (t) => {
  const local = t.testdir()
  const rule = { name: 'media', plex: '/plex/media', stash: '/data/media', local }
  for (const plugins of [[], ['oshash']]) {
    const server = await startEverything(t, { library: pairedLibrary(20), settings: { pathMappings: [rule], plugins } })
    // Of the same size; the duration is another, as where the two count by other clocks.
    server.plex.addFile({ ...itemAt(6001, '/plex/media/new/name.mp4'), duration: 1 })
    server.plex.createItems()
    server.stash.edit.addScene({ path: '/data/media/old/name.mp4', content: 6001 })
    lay(join(local, 'new/name.mp4'), { size: sizeOf(6001), oshash: oshashOf(6001) })
    t.match(await server.runToEnd(), { status: 'complete' })
    const found = (await openNow(server)).map(({ kind, path, expectedPath }) => `${kind} ${path} ${expectedPath}`).sort()
    t.strictSame(found, plugins.length === 0
      ? ['missing-in-plex /data/media/old/name.mp4 /plex/media/old/name.mp4', 'missing-in-stash /plex/media/new/name.mp4 /data/media/new/name.mp4']
      : ['moved /plex/media/new/name.mp4 /data/media/old/name.mp4'])
  }
})
