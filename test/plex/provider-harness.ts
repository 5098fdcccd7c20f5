import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { errorAnswers } from '../../core/access/error-answers.js'
import { ArtworkUrls } from '../../core/artwork/artwork-urls.js'
import type { MatchDecision } from '../../core/match/match-outcome.js'
import { baseMetadata } from '../../core/metadata/base.js'
import type { LoadedScene } from '../../core/metadata/scene-loader.js'
import type { ProviderOptions } from '../../core/plex/collaborators.js'
import { providerRoutes } from '../../core/plex/provider-routes.js'
import { ratingKeyOf } from '../../core/plex/rating-key.js'
import type { Scene } from '../../shared/domain/scene.js'
import type { CatalogScene, MatchHints } from '../../shared/plugin-api/index.js'
import { sampleScene } from '../metadata/sample-scene.js'

export const scene12 = sampleScene()
export const key12 = ratingKeyOf(scene12.id, scene12.createdAt)

/** Everything behind the routes, as plain as can be, with a record of what was asked. */
export class Behind {
  readonly scenes = new Map<string, Scene>([[scene12.id, scene12]])
  readonly catalog = new Map<string, CatalogScene>()
  readonly loads: string[] = []
  readonly hints: MatchHints[] = []
  readonly outcomes: unknown[] = []
  decision: MatchDecision = { kind: 'none', why: 'Stash has no such file' }
  stashError: Error | undefined
  staleSince: number | undefined
  hanging = false

  inCatalog(scene: Scene): void {
    const { id, title, date, organized } = scene
    this.catalog.set(id, { id, createdAt: Math.floor(Date.parse(scene.createdAt) / 1000), title, date, organized })
  }

  async load(id: string): Promise<LoadedScene | undefined> {
    this.loads.push(id)
    if (this.hanging) return new Promise(() => {})
    if (this.stashError !== undefined) throw this.stashError
    const scene = this.scenes.get(id)
    return scene && { scene, staleSince: this.staleSince }
  }

  options(): ProviderOptions {
    const trace = { requestId: '', manual: false, asked: [], catchUp: undefined, why: '', ms: 0 }
    return {
      matchPipeline: {
        run: async (hints) => {
          this.hints.push(hints)
          return { ...this.decision, trace }
        },
      },
      sceneLoader: { loadWithAge: (id) => this.load(id) },
      metadataPipeline: { describe: async (scene) => baseMetadata(scene, { missingDate: 'file', contentRating: 'XXX' }) },
      artworkUrls: new ArtworkUrls({ key: new Uint8Array(32).fill(1) }),
      catalog: {
        scene: (id) => this.catalog.get(id),
        filesOf: (id) => (this.scenes.get(id)?.files ?? []).map((file) => ({ sceneId: id, sceneCreatedAt: 0, path: file.path, size: 1, duration: undefined, oshash: undefined })),
      },
      placesFor: ({ filename }) => [{ plexPath: `/plex/${filename}`, root: '/plex' }],
      version: '1.2.3',
      publicUrl: undefined,
      adult: 'ignore',
    }
  }
}

export function provider(t: Test, behind: Behind, changes: Partial<ProviderOptions> & { readonly prefix?: string } = {}): FastifyInstance {
  const { prefix = '', ...options } = changes
  const app = fastify({ routerOptions: { maxParamLength: 512 } })
  app.register(errorAnswers)
  app.addHook('onResponse', async (request) => { behind.outcomes.push(request.outcome) })
  app.register(providerRoutes, { prefix, ...behind.options(), ...options })
  t.teardown(() => app.close())
  return app
}
