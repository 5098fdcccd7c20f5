import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { answeredWithin, FaultStage, keyOf, wholeWithin, within } from './stage.js'

const day = 86_400_000

t.test('the clock jumps', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const clock = join(folder, 'clock')
  const stage = await FaultStage.set(t, {
    scenes: 60, env: { NODE_OPTIONS: `--import ${pathToFileURL(resolve('test/fixtures/jumping-clock.mjs')).href}`, CLOCK_FILE: clock },
  })
  const { world } = stage
  for (const [name, offset] of [['a day ahead', day], ['years back', -20 * 365 * day], ['and on again', 0]] as const) {
    await t.test(name, async (t) => {
      await world.stash.goAway()
      // Stash is left alone when the clock jumps.
      await Promise.all(stage.known(3).map(({ key }) => world.ask(`/library/metadata/${key}`)))
      const jumps = world.lines.length
      writeFileSync(clock, String(offset))
      await stage.until('the clock to jump', async () => {
        await world.ask('/health')
        return world.lines.slice(jumps).some((line) => Math.abs(Date.parse((/"time":"([^"]+)"/.exec(line))?.[1] ?? '') - Date.now() - offset) < day / 2)
      })
      const newFile = stage.newFile()
      const [file] = stage.known(1)
      const [match, fresh] = await Promise.all([stage.match(file?.filename ?? ''), stage.match(newFile)])
      t.equal(keyOf(match), file?.key, 'a known file matches')
      t.equal(fresh.status, 503, 'a new one is to come again')
      for (const { ms } of [match, fresh]) t.ok(within(ms, answeredWithin))
      await world.stash.comeBack()
      const whole = await stage.until('the new file to match', async () => keyOf(await stage.match(newFile)) !== undefined)
      t.ok(within(whole, wholeWithin), `whole again after ${Math.round(whole)} ms`)
      const [scene] = stage.known(1)
      t.equal((await stage.describe(scene?.key ?? '')).status, 200)
      t.equal(world.provider.ended, undefined)
    })
  }
})

t.test('the name of Stash is not found', async (t) => {
  const stage = await FaultStage.set(t, { scenes: 60 })
  const { world } = stage
  await world.provider.stop()
  await world.startReady({ STASH_URL: 'http://stash.invalid:9999' })
  const [matched, described] = [stage.known(4), stage.known(4)]
  const [matches, metadata, fresh] = await Promise.all([
    Promise.all(matched.map(({ filename }) => stage.match(filename))), Promise.all(described.map(({ key }) => stage.describe(key))), stage.match(stage.newFile()),
  ])
  t.strictSame(matches.map(keyOf), matched.map(({ key }) => key), 'known files match')
  t.ok(metadata.every(({ status }) => status === 200), 'scenes served before are described')
  t.equal(fresh.status, 503)
  for (const { ms } of [...matches, ...metadata, fresh]) t.ok(within(ms, answeredWithin), `answered after ${Math.round(ms)} ms`)
  await world.said(/Stash at http:\/\/stash\.invalid:9999 cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/)
})
