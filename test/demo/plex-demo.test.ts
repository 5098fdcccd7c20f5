import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Cleanup } from '../../demo/run/cleanup.js'
import { parseDemoOptions } from '../../demo/run/demo-options.js'
import { runDemo } from '../../demo/run/run-demo.js'

const entry = fileURLToPath(new URL('plex/stub-main.js', import.meta.url))

async function demo(behaviour: string, keep = false) {
  let text = ''
  const cleanup = new Cleanup()
  const options = { scenes: 60, seed: 3, layout: 'mixed', matchOnly: false, inFlight: 8, keep, stashVersion: undefined, filenameForm: 'relative', logLevel: behaviour, entry } as const
  const write = (chunk: string) => { text += chunk; return true }
  const passed = await runDemo(options, { cleanup, output: { write } }).catch((error: unknown) => error)
  await cleanup.run()
  return { passed, text }
}

t.test('passes when every certain file is matched', async (t) => {
  const { passed, text } = await demo('info', true)
  t.equal(passed, true, text)
  t.match(text, /^stub +\d+ +\d+ +0 +0 +0 +0$/m, 'the table by matcher')
  t.match(text, /^all +\d+ +\d+ +0 +0 +[1-9]\d* +0$/m, 'the table by category')
  t.match(text, /Try:\n {2}curl -s 'http:\/\/127\.0\.0\.1/)
})

t.test('fails on wrong answers, and says so', async (t) => {
  const { passed, text } = await demo('wrong')
  t.equal(passed, false)
  t.match(text, /^Not right: [1-9]\d* wrong, 0 missed/m)
})

t.test('fails when certain files get no answer', async (t) => {
  const { passed, text } = await demo('silent')
  t.equal(passed, false)
  t.match(text, /^Not right: 0 wrong, [1-9]\d* missed/m)
})

t.test('fails when a secret stands in the log', async (t) => {
  const { passed, text } = await demo('leaks')
  t.equal(passed, false)
  t.match(text, /the API key stood in the log/)
})

t.test('shows the last words of a provider that dies', async (t) => {
  // Other tests run demos at the same time.
  const common = process.env.TMPDIR
  process.env.TMPDIR = t.testdir()
  t.teardown(() => {
    if (common === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = common
  })
  const { passed, text } = await demo('dies')
  t.match(passed, { message: /ended before it was ready: exit 2/ })
  t.match(text, /the stub wants to die/)
  t.same(await stagesLeft(), [], 'the temporary folder is gone')
})

t.test('reads its options and refuses what does not fit', async (t) => {
  t.match(parseDemoOptions(['--scenes', '50', '--filename-form', 'backslash', '--keep']), { scenes: 50, seed: 1, inFlight: 16, keep: true, filenameForm: 'backslash', layouts: ['mixed'], matchOnly: false })
  t.match(parseDemoOptions(['--scenes', '20001', '--layout', 'case']), { layouts: ['case'], matchOnly: true })
  t.match(parseDemoOptions(['--layout', 'all']), { layouts: ['mixed', 'prefix', 'windows-stash', 'windows-plex', 'two-roots', 'case', 'rearranged', 'no-rules'] })
  t.equal(parseDemoOptions(['--help']), 'help')
  for (const args of [['--scenes', '49'], ['--scenes', 'x'], ['--filename-form', 'odd'], ['--layout', 'odd'], ['--unknown'], ['stray']]) {
    t.throws(() => parseDemoOptions(args), args.join(' '))
  }
})

t.test('a wrong option ends with 2 and the help', async (t) => {
  const main = fileURLToPath(new URL('../../demo/main.js', import.meta.url))
  t.ok(existsSync(main))
  const { status, stderr } = spawnSync(process.execPath, [main, '--in-flight', '0'], { encoding: 'utf8' })
  t.equal(status, 2)
  t.match(stderr, /--in-flight wants a whole number from 1 to 256, got 0\n[^]*--keep/)
})

async function stagesLeft(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('stash2plex-demo-'))
}
