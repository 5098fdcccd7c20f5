import type { ImageRef, Patch, Scene, TextTools } from '../../shared/plugin-api/index.js'
import type { ArtworkOptions, Source } from './index.js'

type Pictures = (scene: Scene) => readonly (ImageRef | undefined)[]

export function artworkOf(text: TextTools, options: ArtworkOptions): (scene: Scene) => Patch {
  const isPictured = text.inList(options.tags)
  const sources: Readonly<Record<Source, Pictures>> = {
    cover: ({ cover }) => [cover],
    group: ({ groups }) => groups.map(({ front }) => front),
    performer: ({ performers }) => performers.map(({ photo }) => photo),
    tag: ({ tags }) => tags.filter(isPictured).map(({ image }) => image),
    gallery: ({ galleries = [] }) => galleries.map(({ cover }) => cover),
    studio: ({ studio }) => [studio?.logo],
  }
  const all = (scene: Scene, from: readonly Source[]) => from.flatMap((source) => sources[source](scene)).filter((picture) => picture !== undefined)
  const best = (scene: Scene, from: readonly Source[]) => all(scene, from)[0] ?? null
  const { poster, background, logo, choices, backgroundChoices, limit } = options
  return (scene) => ({
    ...poster === undefined ? {} : { poster: best(scene, poster) },
    ...background === undefined ? {} : { background: best(scene, background) },
    ...logo === undefined ? {} : { logo: best(scene, logo) },
    ...choices === undefined ? {} : { otherPosters: all(scene, choices).slice(0, limit) },
    ...backgroundChoices === undefined ? {} : { otherBackgrounds: all(scene, backgroundChoices).slice(0, limit) },
  })
}
