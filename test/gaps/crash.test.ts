import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { gapTables } from '../../core/gaps/tables.js'
import { openDatabase } from '../../core/store/open-database.js'
import { plant } from './planted.js'
import { scratchState } from './scratch.js'
import { compare, openGaps, plexSource, stashSource } from './sources.js'

const child = fileURLToPath(new URL('crash-child.js', import.meta.url))
const rounds = Number(process.env['GAP_CRASHES'] ?? 10)
t.setTimeout(120_000 + rounds * 5_000)

/** Runs the child for a while, kills it hard, and tells how far it had got. */
async function killed(file: string, noted: number, ms: number): Promise<{ noted: number, compared: number }> {
  const running = spawn(process.execPath, [child, file, String(noted)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const seen = { noted, compared: 0 }
  const lines = createInterface({ input: running.stdout })
  const ready = once(lines, 'line')
  lines.on('line', (line) => {
    if (line === 'compared') seen.compared++
    if (line.startsWith('noted ')) seen.noted = Number(line.slice(6))
  })
  await ready
  await sleep(ms)
  const gone = once(running, 'exit')
  running.kill('SIGKILL')
  await gone
  return seen
}

t.test(`loses and doubles nothing in ${rounds} crashes`, async (t) => {
  t.setTimeout(60_000 + rounds * 5_000)
  const { main, file } = scratchState(t)
  main.close()
  const truth = plant(3000)
  let noted = 0
  for (let round = 0; round < rounds; round++) {
    const seen = await killed(file, noted, 20 + Math.random() * 700)
    const database = openDatabase(file, { migrations: [gapTables], access: 'write', busyTimeoutMs: 5000, check: true })
    const problems = database.prepare<[], { integrity_check: string }>('PRAGMA integrity_check').all()
    t.strictSame(problems.map(({ integrity_check: problem }) => problem), ['ok'])
    const open = openGaps(database)
    t.equal(new Set(open).size, open.length, 'none is there twice')
    const reported = new Set(open)
    const lost = Array.from({ length: seen.noted }, (_, nth) => `/plex/other/${nth}.mp4`).filter((path) => !reported.has(`unmatched ${path}`) && !reported.has(`missing-in-stash ${path}`))
    t.strictSame(lost, [], `${seen.noted} were written`)
    if (seen.compared > 0) t.ok(truth.gaps.every((gap) => reported.has(gap)))
    noted = seen.noted
    database.close()
  }
  const database = openDatabase(file, { migrations: [gapTables], access: 'write', busyTimeoutMs: 5000 })
  await compare(database, [plexSource(truth), stashSource(truth)], { run: 9e15, startedAt: Date.now() + 1 })
  t.strictSame(openGaps(database).filter((gap) => !gap.includes('/plex/other/')), truth.gaps)
  database.close()
})
