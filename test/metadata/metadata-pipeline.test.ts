import t from 'tap'
import { MetadataPipeline } from '../../core/metadata/metadata-pipeline.js'
import { CallRecord } from '../../core/plugin-system/call-record.js'
import type { Registered } from '../../core/plugin-system/registered.js'
import type { Enricher } from '../../shared/plugin-api/enricher.js'
import { memoryLog, sampleScene } from './sample-scene.js'

function registered(plugin: string, enrich: Enricher['enrich']): Registered<'enricher'> {
  return { kind: 'enricher', plugin, name: plugin, order: 50, capability: { enrich }, calls: new CallRecord() }
}

function pipelineOf(enrichers: readonly Registered<'enricher'>[], enrichMs?: number) {
  const { log, lines } = memoryLog()
  const base = { missingDate: 'file', contentRating: 'XXX' } as const
  return { pipeline: new MetadataPipeline({ enrichers, base, log, ...(enrichMs === undefined ? {} : { enrichMs }) }), lines }
}

t.test('lets each enricher see the earlier ones', async (t) => {
  const { pipeline } = pipelineOf([
    registered('a', () => ({ tagline: 'first', genres: ['x'] })),
    registered('b', (_, metadata) => ({ title: `${metadata.title} (${metadata.tagline})` })),
  ])
  t.match(await pipeline.describe(sampleScene()), { title: 'A Title (first)', tagline: 'first', genres: ['x'], year: 2023 })
})

t.test('removes what a patch sets to null', async (t) => {
  const { pipeline } = pipelineOf([registered('a', () => ({ summary: null, cast: null, studio: null }))])
  const metadata = await pipeline.describe(sampleScene())
  t.strictSame([metadata.summary, metadata.studio, metadata.cast], [undefined, undefined, []])
  t.equal(metadata.title, 'A Title')
})

t.test('goes on without an enricher that fails', async (t) => {
  const { pipeline, lines } = pipelineOf([
    registered('throws', () => { throw new Error('no') }),
    registered('title-thief', () => ({ title: null, tagline: 'never' })),
    registered('rubbish', () => 42 as never),
    registered('mutates', (scene) => { (scene.tags as unknown[]).push(1); return {} }),
    registered('fine', () => ({ tagline: 'fine' })),
  ])
  const metadata = await pipeline.describe(sampleScene())
  t.match(metadata, { title: 'A Title', tagline: 'fine', genres: ['Outdoor'] })
  t.equal(lines.filter(({ level }) => level === 'warn').length, 4)
})

t.test('does not wait for a hanging enricher', async (t) => {
  const { pipeline } = pipelineOf([registered('hangs', () => new Promise(() => {})), registered('fine', () => ({ tagline: 'fine' }))], 30)
  t.equal((await pipeline.describe(sampleScene())).title, 'A Title')
})

t.test('stops when the request is over', async (t) => {
  const { pipeline } = pipelineOf([registered('fine', () => ({}))])
  await t.rejects(async () => await pipeline.describe(sampleScene(), AbortSignal.abort(new Error('over'))), { message: 'over' })
})

t.test('describes a loaded scene once, unless an enricher failed', async (t) => {
  let calls = 0
  const counting = registered('counting', () => ({ tagline: `call ${++calls}` }))
  const { pipeline } = pipelineOf([counting])
  const scene = sampleScene()
  t.strictSame([(await pipeline.describe(scene)).tagline, (await pipeline.describe(scene)).tagline], ['call 1', 'call 1'])
  t.equal((await pipeline.describe(sampleScene())).tagline, 'call 2', 'loaded anew, it is described anew')
  const failing = pipelineOf([counting, registered('throws', () => { throw new Error('no') })]).pipeline
  t.strictSame([(await failing.describe(scene)).tagline, (await failing.describe(scene)).tagline], ['call 3', 'call 4'])
})
