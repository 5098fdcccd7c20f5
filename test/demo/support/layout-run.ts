import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { LayoutName } from '../../../demo/library/layout.js'
import { Cleanup } from '../../../demo/run/cleanup.js'
import { runDemo } from '../../../demo/run/run-demo.js'

const entry = fileURLToPath(new URL('../../../core/main.js', import.meta.url))
const settings = { seed: 11, scenes: 1000, matchOnly: true, inFlight: 16, keep: false, stashVersion: undefined, filenameForm: 'relative', logLevel: 'info', entry } as const

/** Scans a library of this layout with the real server, over sockets: nothing wrong, and nothing certain missed. */
export async function layoutRun(t: Test, layout: LayoutName): Promise<string> {
  let text = ''
  const cleanup = new Cleanup()
  const write = (chunk: string): boolean => { text += chunk; return true }
  const passed = await runDemo({ ...settings, layout }, { cleanup, output: { write } }).catch((error: unknown) => error)
  await cleanup.run()
  t.equal(passed, true, text)
  // The row of all: files, right, wrong, missed, silent, failed.
  const counts = /^all +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/m.exec(text)?.slice(1).map(Number) ?? []
  t.ok((counts[0] ?? 0) > 900 && (counts[1] ?? 0) > 800, 'a thousand files, most of them matched')
  t.strictSame([counts[2], counts[3], counts[5]], [0, 0, 0], 'wrong, missed, failed')
  t.ok((counts[4] ?? 0) > 30, 'and files of which nobody can be certain')
  return text
}
