import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Scene } from '../../shared/domain/scene.js'
import { andThen } from '../../shared/awaitable.js'
import type { Stopping } from '../../shared/late-abort.js'
import type { Awaitable } from '../../shared/plugin-api/call-context.js'
import { fault } from '../errors.js'
import { withinBudget } from '../request-budget.js'
import { defaultBudgetMs } from './collaborators.js'
import type { ProviderOptions } from './collaborators.js'
import { imagesContainer, metadataContainer, metadataContainerText, pageOf } from './container.js'
import { FinishedItems } from './finished-items.js'
import type { Described } from './finished-items.js'
import { picturesFor } from './image-address.js'
import { toPlexImages } from './mapper.js'
import { metadataKey } from './provider-document.js'
import { parseRatingKey, ratingKeyOf } from './rating-key.js'

type KeyRequest = FastifyRequest<{ Params: { readonly ratingKey: string } }>

interface DescribedScene extends Described {
  readonly staleSince: number | undefined
}

/** Plex asks for one item at a time; lists come from people. */
const longestList = 50

const metadataLoad = { config: { load: 'metadata' } } as const

/** Metadata, pictures and the empty rest of what Plex asks about an item. */
export function metadataRoutes(app: FastifyInstance, options: ProviderOptions): void {
  const budgetMs = options.budgetMs ?? defaultBudgetMs
  const finished = new FinishedItems()
  const described = <T>(request: KeyRequest, reply: FastifyReply, answer: (items: readonly DescribedScene[]) => T): Awaitable<T> => (
    withinBudget(reply, budgetMs, (stopping) => andThen(describeAll(request, { options, stopping }), answer))
  )
  app.get(`${metadataKey}/:ratingKey`, metadataLoad, (request: KeyRequest, reply) => described(request, reply, (items) => {
    const pictures = picturesFor(request, options)
    void reply.type('application/json; charset=utf-8')
    return metadataContainerText(items.map((item) => finished.json(item, pictures)))
  }))
  app.get(`${metadataKey}/:ratingKey/images`, metadataLoad, (request: KeyRequest, reply) => described(request, reply, (items) => {
    const { address } = picturesFor(request, options)
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

function describeAll(request: KeyRequest, work: Work): Awaitable<readonly DescribedScene[]> {
  const keys = keysOf(request)
  const [only = ''] = keys
  const found = keys.length === 1 ? andThen(describe(only, work), (item) => [item]) : Promise.all(keys.map(async (key) => await describe(key, work)))
  return andThen(found, (all) => {
    const items = all.filter((item) => item !== undefined)
    if (items.length === 0) throw fault('S2P_SCENE_UNKNOWN', {})
    request.outcome = outcomeOf(items)
    return items
  })
}

interface Work {
  readonly options: ProviderOptions
  readonly stopping: Stopping
}

const keys = new WeakMap<Scene, string>()

/** Kept with the scene, as it is asked for with everything that Plex asks about it. */
function keyOf(scene: Scene): string {
  const known = keys.get(scene)
  if (known !== undefined) return known
  const made = ratingKeyOf(scene.id, scene.createdAt)
  keys.set(scene, made)
  return made
}

function describe(ratingKey: string, { options, stopping }: Work): Awaitable<DescribedScene | undefined> {
  const sceneId = parseRatingKey(ratingKey)?.sceneId ?? ''
  return andThen(options.sceneLoader.loadWithAge(sceneId, stopping), (loaded) => {
    // The same id with another creation time is another scene: Stash's database was rebuilt.
    if (loaded === undefined || keyOf(loaded.scene) !== ratingKey) return undefined
    return andThen(options.metadataPipeline.describe(loaded.scene, stopping), (metadata) => ({ ratingKey, metadata, staleSince: loaded.staleSince }))
  })
}

function outcomeOf(items: readonly DescribedScene[]): Record<string, unknown> {
  const stale = items.find(({ staleSince }) => staleSince !== undefined)?.staleSince
  return {
    say: stale === undefined ? 'described' : 'described from the last good copy, because Stash fails',
    items: items.map(({ ratingKey }) => ratingKey),
    ...(stale === undefined ? {} : { staleSince: new Date(stale).toISOString() }),
    about: { title: items[0]?.metadata.title },
  }
}
