import t from 'tap'
import { LooseEnds } from '../../core/plugin-system/loose-ends.js'

const told: string[] = []
const whispered: string[] = []
const log = { debug: (...line: unknown[]) => { whispered.push(String(line[1])) }, info: () => undefined, warn: () => undefined, error: (...line: unknown[]) => { told.push(String(line[1])) } }
const looseEnds = new LooseEnds({ folders: ['/config/plugins'], log })

function thrownAt(place: string): Error {
  const error = new Error('not my day')
  error.stack = `Error: not my day\n    at Timeout._onTimeout (${place}:3:9)\n    at listOnTimeout (node:internal/timers:581:17)`
  return error
}

t.test('knows a plugin by where its error comes from', async (t) => {
  for (const place of ['file:///config/plugins/my-matcher.mjs', '/config/plugins/my-matcher/lib/index.js']) {
    t.equal(looseEnds.take(thrownAt(place)), true)
  }
  t.match(told, [/^Plugin my-matcher let an error go.*not my day/], 'told once')
  t.equal(whispered.length, 1)
})

t.test('leaves what is no plugin\'s', async (t) => {
  const before = told.length
  for (const thrown of [thrownAt('/app/core/main.js'), thrownAt('/config/plugins-old/x.js'), 'text', undefined, null, 5, { stack: 'at /config/plugins/x.js' }]) t.equal(looseEnds.take(thrown), false)
  t.equal(told.length, before)
})
