import type { SampleItem, SampleLibrary } from '../../../demo/library/sample-library.js'

export function tinyItem(ratingKey: number, path: string, change: Partial<SampleItem> = {}): SampleItem {
  return {
    ratingKey, sectionId: '1', content: ratingKey, path, size: 1000 + ratingKey, duration: 60_000,
    category: 'mapped', sceneId: 7, certain: true, ...change,
  }
}

/** Three files in two library folders of one section; a hand-made library of what the sample Plex reads. */
export function tinyLibrary(items: readonly SampleItem[] = [
  tinyItem(10, '/plex/media/a/Zebra 2024.mp4'),
  tinyItem(11, '/plex/media/a/Apple.mp4'),
  tinyItem(12, '/plex/archive/Middle.mkv'),
]): SampleLibrary {
  return {
    seed: 1, scenes: [], items, pathMappings: [],
    sections: [{ id: '1', title: 'Scenes', locations: ['/plex/media', '/plex/archive'] }],
  } as unknown as SampleLibrary
}
