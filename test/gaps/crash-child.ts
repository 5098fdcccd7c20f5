import { setImmediate as nextTurn } from 'node:timers/promises'
import { GapNotebook } from '../../core/gaps/gap-notebook.js'
import { gapTables } from '../../core/gaps/tables.js'
import { openDatabase } from '../../core/store/open-database.js'
import { plant } from './planted.js'
import { quiet } from './scratch.js'
import { compare, plexSource, stashSource } from './sources.js'

/** Compares over and over, and notes gaps of matches meanwhile, until it is killed. Says a line for what has been reported. */
const [file = '', startAt = '0'] = process.argv.slice(2)
const open = (busyTimeoutMs: number) => openDatabase(file, { migrations: [gapTables], access: 'write', busyTimeoutMs })
const [main, worker] = [open(0), open(5000)]
const truth = plant(3000)
const notebook = new GapNotebook({ database: main, log: quiet, writeAfterMs: 20 })
let noted = Number(startAt)

async function matches(): Promise<never> {
  for (;;) {
    const path = `/plex/other/${noted++}.mp4`
    notebook.note({ filename: path, manual: false, places: [{ plexPath: path, root: '/plex/other' }] }, { kind: 'unmatched', reason: 'test' })
    if (noted % 50 === 0) {
      notebook.flush()
      if (notebook.waiting === 0) process.stdout.write(`noted ${noted}\n`)
    }
    await nextTurn()
  }
}

async function comparisons(): Promise<never> {
  // Files of matches are listed too, as Plex would: what it has stays open.
  for (let run = 1; ; run++) {
    const listed = { plex: [...truth.plex, ...Array.from({ length: noted + 5000 }, (_, nth) => ({ path: `/plex/other/${nth}.mp4`, size: 1, owner: `x${nth}` }))] }
    await compare(worker, [plexSource(listed), stashSource(truth)], { run: run + Date.now(), startedAt: Date.now() })
    process.stdout.write('compared\n')
  }
}

process.stdout.write('ready\n')
await Promise.race([matches(), comparisons()])
