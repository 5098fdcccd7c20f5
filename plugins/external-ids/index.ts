import type { Patch, Plugin, Scene, SceneMetadata, TextTools } from '../../shared/plugin-api/index.js'
import { siteIdOf } from './site-id.js'

interface ExternalIdOptions {
  readonly stashIds: boolean
  readonly urls: 'none' | 'known' | 'all'
  readonly sceneId: boolean
}

const most = 1000

/** By which ids elsewhere Plex knows a scene. */
const externalIds: Plugin<ExternalIdOptions> = {
  id: 'external-ids',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      stashIds: { type: 'boolean', default: true, description: 'The scene\'s ids at stash-boxes.' },
      urls: { type: 'string', enum: ['none', 'known', 'all'], default: 'none', description: 'The scene\'s addresses. known: those of IMDb, TMDB and TVDB as their ids. all: the others, too, as they are.' },
      sceneId: { type: 'boolean', default: false, description: 'The scene\'s id in Stash.' },
    },
  },
  register(host, options) {
    host.addEnricher({ order: 40, enrich: (scene, metadata) => ({ externalIds: idsOf(host.text, { scene, metadata, options }) }) satisfies Patch })
  },
}

interface Known {
  readonly scene: Scene
  readonly metadata: SceneMetadata
  readonly options: ExternalIdOptions
}

function idsOf(text: TextTools, { scene, metadata, options }: Known): readonly string[] {
  const sites = options.urls === 'none' ? [] : scene.urls.map((url) => siteIdOf(url) ?? (options.urls === 'all' ? text.oneLine(url) : undefined))
  const ids = [
    ...options.stashIds ? metadata.externalIds : [],
    ...options.sceneId ? [`stash://${scene.id}`] : [],
    ...sites.filter((id) => id !== undefined),
  ]
  return [...new Set(ids)].slice(0, most)
}

export default externalIds
