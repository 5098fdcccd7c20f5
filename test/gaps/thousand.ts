import type { SampleItem, SampleLibrary, SampleScene } from '../../demo/library/sample-library.js'
import { durationOf, oshashOf, sizeOf } from '../../demo/library/video.js'

/** Both sides have the files 1 to `count`: `/data/media/old/<n>.mp4` in Stash, `/plex/media/old/<n>.mp4` in Plex. */
export function pairedLibrary(count: number): SampleLibrary {
  const numbers = Array.from({ length: count }, (_, nth) => nth + 1)
  return {
    seed: 1, scenes: numbers.map(scene), items: numbers.map((number) => itemAt(number, `/plex/media/old/${number}.mp4`)),
    sections: [{ id: '1', title: 'Films', locations: ['/plex/media'] }],
    pathMappings: [{ name: 'media', plex: '/plex/media', stash: '/data/media' }], stashRoots: ['/data/media'], studios: [], performers: [], tags: [], groups: [],
  }
}

/** An item of Plex with the video of this number. */
export function itemAt(number: number, path: string): SampleItem {
  return { ratingKey: number, sectionId: '1', content: number, path, size: sizeOf(number), duration: Math.round(durationOf(number) * 1000), category: 'mapped', sceneId: number, certain: true }
}

function scene(id: number): SampleScene {
  const [folder, basename] = ['/data/media/old', `${id}.mp4`]
  const file = { id, content: id, path: `${folder}/${basename}`, folder, basename, size: sizeOf(id), duration: durationOf(id), oshash: oshashOf(id), modTime: 1_690_000_000 }
  return {
    id, createdAt: 1_700_000_000 + id, updatedAt: 1_700_000_000 + id, title: '', details: '', code: '', director: '', date: null, rating100: null, organized: false, hasCover: false,
    urls: [], stashIds: [], studioId: null, performerIds: [], tagIds: [], groupIds: [], files: [file],
  }
}
