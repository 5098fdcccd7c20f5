import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SceneMetadata } from '../../shared/domain/scene-metadata.js'
import { fault } from '../errors.js'
import { withinBudget } from '../request-budget.js'
import { defaultBudgetMs } from './collaborators.js'
import type { ProviderOptions } from './collaborators.js'
import { imagesContainer, metadataContainer, pageOf } from './container.js'
import { imageAddress } from './image-address.js'
import { toPlexImages, toPlexMetadata } from './mapper.js'
import { metadataKey } from './provider-document.js'
import { parseRatingKey, ratingKeyOf } from './rating-key.js'

type KeyRequest = FastifyRequest<{ Params: { readonly ratingKey: string } }>

interface Described {
  readonly ratingKey: string
  readonly metadata: SceneMetadata
  readonly staleSince: number | undefined
}

/** Plex asks for one item at a time; lists come from people. */
const longestList = 50

const metadataLoad = { config: { load: 'metadata' } } as const

/** Metadata, pictures and the empty rest of what Plex asks about an item. */
export function metadataRoutes(app: FastifyInstance, options: ProviderOptions): void {
  const budgetMs = options.budgetMs ?? defaultBudgetMs
  app.get(`${metadataKey}/:ratingKey`, metadataLoad, (request: KeyRequest, reply) => withinBudget(reply, budgetMs, async (abort) => {
    const items = await describeAll(request, { options, signal: abort.signal() })
    const address = imageAddress(request, options)
    return metadataContainer(items.map(({ ratingKey, metadata }) => toPlexMetadata(ratingKey, metadata, address)))
  }))
  app.get(`${metadataKey}/:ratingKey/images`, metadataLoad, (request: KeyRequest, reply) => withinBudget(reply, budgetMs, async (abort) => {
    const items = await describeAll(request, { options, signal: abort.signal() })
    const address = imageAddress(request, options)
    return imagesContainer(items.flatMap(({ metadata }) => toPlexImages(metadata, address)), pageOf(request))
  }))
  // Extras, children, whatever else: an error would make Plex take the item for broken.
  app.get(`${metadataKey}/:ratingKey/*`, (request: KeyRequest) => {
    keysOf(request)
    return metadataContainer([], pageOf(request))
  })
}

/** The keys asked for, or S2P_NOT_FOUND when there is none that we could have given out. */
function keysOf(request: KeyRequest): readonly string[] {
  const keys = request.params.ratingKey.split(',').filter((key) => parseRatingKey(key) !== undefined)
  if (keys.length === 0) throw fault('S2P_NOT_FOUND', {})
  return keys.slice(0, longestList)
}

async function describeAll(request: KeyRequest, { options, signal }: Work): Promise<readonly Described[]> {
  const keys = keysOf(request)
  const found = await Promise.all(keys.map((key) => describe(key, { options, signal })))
  const items = found.filter((item) => item !== undefined)
  if (items.length === 0) throw fault('S2P_SCENE_UNKNOWN', {})
  request.outcome = outcomeOf(items)
  return items
}

interface Work {
  readonly options: ProviderOptions
  readonly signal: AbortSignal
}

async function describe(ratingKey: string, { options, signal }: Work): Promise<Described | undefined> {
  const sceneId = parseRatingKey(ratingKey)?.sceneId ?? ''
  const loaded = await options.sceneLoader.loadWithAge(sceneId, signal)
  // The same id with another creation time is another scene: Stash's database was rebuilt.
  if (loaded === undefined || ratingKeyOf(sceneId, loaded.scene.createdAt) !== ratingKey) return undefined
  const metadata = await options.metadataPipeline.describe(loaded.scene, signal)
  return { ratingKey, metadata, staleSince: loaded.staleSince }
}

function outcomeOf(items: readonly Described[]): Record<string, unknown> {
  const stale = items.find(({ staleSince }) => staleSince !== undefined)?.staleSince
  return {
    say: stale === undefined ? 'described' : 'described from the last good copy, because Stash fails',
    items: items.map(({ ratingKey }) => ratingKey),
    ...(stale === undefined ? {} : { staleSince: new Date(stale).toISOString() }),
    about: { title: items[0]?.metadata.title },
  }
}
