import { isSameName, plexFilename, sampleScene } from './sample-scenes.js'

const bodies = 5000

/** What Plex asks about files that the catalog knows, well spread over the first so many scenes. */
export function matchBodies(scenes: number, only: (n: number) => boolean = () => true): readonly string[] {
  // Odd, so that every remainder by ten comes.
  const step = Math.floor(scenes / bodies / 10) | 1
  const wanted = Array.from({ length: Math.floor(scenes / step) }, (_, at) => 1 + at * step).filter(only).slice(0, bodies)
  return wanted.map((n) => JSON.stringify({ type: 1, title: sampleScene(n).title, filename: plexFilename(n), manual: 0, includeAdult: 1 }))
}

/** Those whose file bears everybody's name. */
export function matchBodiesOfSameName(scenes: number): readonly string[] {
  return matchBodies(scenes, isSameName)
}
