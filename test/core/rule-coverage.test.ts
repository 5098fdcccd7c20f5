import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { LiveMapping } from '../../core/live-mapping.js'
import { RuleCoverageWatch } from '../../core/rule-coverage.js'
import { compilePathMapping } from '../../shared/path-mapping/index.js'
import { memoryLog } from '../metadata/sample-scene.js'

const lossy = { name: 'lossy', plex: { match: '^/p/[^/]+/(.*)$', to: '/s/$1' }, stash: { match: '^/s/(.*)$', to: '/p/x/$1' } }
const nas = { name: 'nas', plex: '/q', stash: '/t' }

interface Side { complete: boolean, list: string[], paths(): Iterable<string> }

function side(list: string[], complete = true): Side {
  return { complete, list, paths() { return this.list.values() } }
}

async function setUp(t: { teardown(step: () => unknown): unknown }, o: { readonly plex: Side | undefined, readonly stash: Side }) {
  const { mapping: rules } = await compilePathMapping([lossy, nas])
  const mapping = new LiveMapping(rules)
  const { log, lines } = memoryLog()
  const watch = new RuleCoverageWatch({ mapping, ...o, log, lookEveryMs: 5, againAfterMs: 40 })
  t.teardown(() => watch.close())
  watch.start()
  const said = async (words: RegExp) => {
    while (!lines.some(({ message }) => words.test(message))) await sleep(5)
  }
  return { mapping, lines, watch, said }
}

t.test('waits until both sides are listed', async (t) => {
  const [plex, stash] = [side(['/q/a', '/elsewhere/b'], false), side(['/t/a', '/t/c'], false)]
  const { lines, said } = await setUp(t, { plex, stash })
  await sleep(20)
  stash.complete = true
  await sleep(20)
  t.strictSame(lines, [], 'Plex is not listed yet')
  plex.complete = true
  await said(/nas: 1 of 2 files in Plex, 2 of 2 in Stash/)
  t.ok(lines.some(({ message }) => message.includes('1 of 2 files in Plex lie under no rule')))
})

t.test('silences a rule while real paths do not come back', async (t) => {
  const plex = side(['/p/y/a', '/q/a'])
  const { mapping, lines, said } = await setUp(t, { plex, stash: side([]) })
  await said(/rule lossy is switched off/)
  t.equal(mapping.toStash('/p/y/a'), undefined)
  t.match(mapping.toStash('/q/a'), { path: '/t/a', rule: 'nas' }, 'the others stay')
  const loud = lines.find(({ level }) => level === 'error')
  t.match(loud?.fields, { rule: 'lossy', about: { path: '/p/y/a', became: '/s/a', back: '/p/x/a' } })
  t.ok(lines.every(({ message }) => !message.includes('/p/y/a')), 'no message names a path')
  plex.list = ['/p/x/a']
  while (mapping.toStash('/p/x/a') === undefined) await sleep(5)
  t.pass('it is used again once it holds')
})

t.test('needs no Plex, and reads nothing once closed', async (t) => {
  let open = true
  const stash = { complete: true, * paths() { for (let n = 0; ; n++) { if (!open) throw new Error('read after close'); yield `/t/${n}` } } }
  const { mapping: rules } = await compilePathMapping([nas])
  const { log, lines } = memoryLog()
  const watch = new RuleCoverageWatch({ mapping: new LiveMapping(rules), plex: undefined, stash, log })
  watch.start()
  await sleep(20)
  await watch.close()
  open = false
  await sleep(10)
  t.strictSame(lines, [])
})
