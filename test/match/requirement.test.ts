import { test } from 'tap'
import { MatchPipeline } from '../../core/match/pipeline.js'
import { refusalBy, type Required } from '../../core/match/requirement.js'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import type { Scene } from '../../shared/plugin-api/index.js'
import { sampleScene } from '../metadata/sample-scene.js'
import { keepingLog } from '../plugin-system/silent-log.js'

const nothing: Required = { organized: false, stashId: false, url: false }
const bare = sampleScene({ id: '7', organized: false, stashIds: [], urls: [] })

interface World {
  readonly required: Partial<Required>
  /** As Stash has the scene now; an error when it is away. */
  readonly scene?: Partial<Scene> | Error
  /** As the catalog has it. */
  readonly organized?: boolean
  readonly manual?: boolean
}

async function run({ required, scene = {}, organized = false, manual = false }: World) {
  let asked = 0
  const pipeline = new MatchPipeline({
    matchers: [{ kind: 'matcher', plugin: 'sure', name: 'sure', order: 1, calls: new CallRecord(), capability: { match: () => [{ sceneId: '7', score: 100, reason: 'so it is' }] } }],
    catalog: { complete: true },
    catchUp: () => Promise.resolve('caught-up'),
    refusal: refusalBy({
      required: { ...nothing, ...required },
      catalog: { scene: (id) => ({ id, createdAt: 1, title: undefined, date: undefined, organized }) },
      load: () => {
        asked += 1
        return scene instanceof Error ? Promise.reject(scene) : Promise.resolve({ ...bare, ...scene })
      },
    }),
    log: keepingLog(),
  })
  const outcome = await pipeline.run({ manual, filename: 'a.mp4', places: [] }, { requestId: 'r' })
  return { kind: outcome.kind, why: outcome.why, refused: outcome.kind === 'none' && outcome.refused === true, asked }
}

const cases: readonly (readonly [title: string, world: World, kind: string, asked: number])[] = [
  ['nothing required asks nothing of Stash', { required: {} }, 'matched', 0],
  ['an organized scene passes without asking', { required: { organized: true }, organized: true }, 'matched', 0],
  ['a scene organized a moment ago passes', { required: { organized: true }, scene: { organized: true } }, 'matched', 1],
  ['a scene that is not organized is refused', { required: { organized: true } }, 'none', 1],
  ['a scene without stash-box id is refused', { required: { stashId: true }, organized: true }, 'none', 1],
  ['a stash-box id lets it pass', { required: { stashId: true }, scene: { stashIds: [{ endpoint: 'https://stashdb.org/graphql', stashId: 'x' }] } }, 'matched', 1],
  ['a scene without a URL is refused', { required: { url: true } }, 'none', 1],
  ['a URL lets it pass', { required: { url: true }, scene: { urls: ['https://example.org/1'] } }, 'matched', 1],
  ['Stash away leaves it unknown', { required: { url: true }, scene: new Error('away') }, 'unknown', 1],
  ['a person may choose any scene', { required: { organized: true, url: true }, manual: true }, 'choices', 0],
]

for (const [title, world, kind, asked] of cases) {
  test(title, async (t) => {
    const outcome = await run(world)
    t.strictSame([outcome.kind, outcome.asked, outcome.refused], [kind, asked, kind === 'none'], outcome.why)
  })
}

test('says all that is missing', async (t) => {
  const { why } = await run({ required: { organized: true, stashId: true, url: true } })
  t.equal(why, 'scene 7 is not organized and has no id of a stash-box and has no URL, which match.require demands')
})
