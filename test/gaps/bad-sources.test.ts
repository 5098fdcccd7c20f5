import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import type { ReportedRun } from '../../core/gaps/gap-run.js'
import { scratchFolder } from './scratch.js'
import { openNow, startEverything } from './server.js'

/** What somebody else's gap source does, and what the run then says besides the plugin's name. */
const sources: Readonly<Record<string, { readonly members: string, readonly says: RegExp }>> = {
  hangs: { members: 'list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) })', says: /60000 ms|60 s/ },
  throws: { members: 'async * list() { throw new Error("thrown as told") }', says: /thrown as told/ },
  'throws-later': { members: 'async * list() { yield []; await null; throw new Error("thrown late") }', says: /thrown late/ },
  'throws-at-once': { members: 'list() { throw new Error("thrown at once") }', says: /thrown at once/ },
  'gives-rubbish': { members: 'async * list() { yield [{ path: 7, size: -1 }] }', says: /wanted a (?:text|number)/ },
  'gives-no-list': { members: 'list() { return 7 }', says: /no async iterable/ },
  'never-ends': { members: 'async * list() { for (;;) yield [] }', says: /does not end/ },
  'is-asked-in-vain': { members: 'async * list() { yield [{ path: "/nowhere/a.mp4", size: 1, owner: "x1" }] }, roots() { throw new Error("roots as told") }', says: /roots as told/ },
}

async function serverWith(t: Test, ids: readonly string[]) {
  const pluginsDir = join(scratchFolder(t), 'plugins')
  mkdirSync(pluginsDir)
  for (const id of ids) writeFileSync(join(pluginsDir, `${id}.mjs`), `export default { id: '${id}', apiVersion: 1, register(host) { host.addGapSource({ side: 'plex', ${sources[id]?.members ?? ''} }) } }`)
  return await startEverything(t, { scenes: 50, pluginsDir, settings: { plugins: ids } })
}

type Server = Awaited<ReturnType<typeof serverWith>>

/** Whether the rest of the server takes any notice. */
async function goesOn(t: Test, { call, json }: Server, id: string): Promise<void> {
  t.equal((await call('/health/ready')).status, 200)
  t.equal((await call('/gaps?format=csv')).status, 200)
  const { plugins } = await json('/plugins') as { plugins: readonly { readonly id: string, readonly status: string }[] }
  t.match(plugins.find((one) => one.id === id), { status: 'active' })
}

t.test('a run fails by the name of its gap source', async (t) => {
  t.jobs = 2
  for (const [id, { says }] of Object.entries(sources)) {
    // Longer than a page may take.
    t.test(id, { buffered: true, timeout: 120_000 }, async (t) => {
      const server = await serverWith(t, [id])
      let looks = 0
      const run = await server.runToEnd(async () => { if (looks++ % 100 === 0) await goesOn(t, server, id) })
      t.match(run, { status: 'failed', error: new RegExp(`\\b${id}\\b`) })
      t.match(run.error, says)
      t.strictSame(await openNow(server), [], 'no gap comes of it')
      await goesOn(t, server, id)
    })
  }
})

t.test('a run whose gap source hangs is cancelled at once', async (t) => {
  const server = await serverWith(t, ['hangs'])
  const { id } = await server.json('/gaps/runs', { method: 'POST' }) as { id: string }
  const look = async () => await server.json(`/gaps/runs/${id}`) as ReportedRun
  while ((await look()).progress.phase !== 'listing Plex') await sleep(20)
  t.equal((await server.call(`/gaps/runs/${id}`, { method: 'DELETE' })).status, 202)
  for (let waits = 0; waits < 200 && (await look()).status === 'running'; waits++) await sleep(30)
  t.match(await look(), { status: 'cancelled', error: null })
  t.equal((await server.call('/gaps/runs', { method: 'POST' })).status, 202, 'the next one starts')
})
