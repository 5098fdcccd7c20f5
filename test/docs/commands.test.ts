import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { stringify } from 'yaml'
import { readCommandLine } from '../../core/cli/command-line.js'
import { commands } from '../../core/cli/commands.js'
import { runHere } from '../cli/support/run-command.js'
import { secrets, startServer } from '../end-to-end/running-server.js'

// Installed first, as a reader would.
const guides = [...new Set(['docs/guides/install.md', 'README.md', 'CONTRIBUTING.md', ...readdirSync('docs/guides').map((name) => join('docs/guides', name))])]

/** What a reader copies: every command of every shell block, one by one. */
function commandsIn(page: string): readonly string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```sh\n([^]*?)```/g)].map(([, text = '']) => text)
  return blocks.flatMap((text) => text.replaceAll('\\\n', ' ').split('\n')).flatMap((line) => line.replace(/\s+# .*$/, '').split(' && ')).map((line) => line.trim()).filter((line) => line !== '')
}

/** Commands that no test can run, or that need none; and why. */
const excused: readonly (readonly [command: RegExp, why: string])[] = [
  [/^docker /, 'there is no container engine here; scripts/check-image.mjs does what they build'],
  [/^git (clone|pull)\b/, 'there is nothing to fetch from'],
  [/^npm (ci|prune --omit=dev)$/, 'they change node_modules, on which this test stands; CI begins with npm ci, the image with both'],
  [/^npm (test|run build|run check|run lint|run docs|run demo|run bench)\b/, 'they are what runs this test, or have tests of their own'],
  [/^([A-Z_]+=\S* )+npm start$/, 'the end-to-end tests start the server; test/docs/names.test.ts knows the variables'],
  [/^[A-Z_]+=\S+$/, 'a setting; test/docs/names.test.ts knows the variables'],
  [/^alias stash2plex=/, 'it names our own command, which the next test runs'],
  [/^sudo /, 'not as an administrator'],
]

/** What can be typed after `stash2plex`, however that is begun. */
const ours = /^(?:docker compose exec \S+ stash2plex|node \S*dist\/core\/cli\/main\.js|stash2plex) (.+?)(?: > \S+)?$/

const all = guides.flatMap((page) => commandsIn(page).map((command) => ({ page, command })))
const own = all.filter(({ command }) => ours.test(command))
const run = all.filter(({ command }) => !ours.test(command) && !excused.some(([pattern]) => pattern.test(command)))

/** Ours that only have to be a command: what they do is done elsewhere. */
const typedOnly: readonly (readonly [command: RegExp, why: string])[] = [
  [/^suggest-mappings\b/, 'test/cli/suggest-mappings.test.ts runs it, on a library that is listed in full'],
  [/^new-plugin /, 'test/cli/new-plugin.test.ts writes the plugins'],
]

/** In the order in which they depend on each other; what is not here comes in between. */
const order = ['--help', 'register', 'doctor', '', 'unregister']

t.test('every command of ours in the guides works as it stands', async (t) => {
  const server = await startServer(t, { withPlex: true })
  await server.ready()
  server.plex?.createItems()
  const { url, stash, plex } = server
  const folder = mkdtempSync(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  const file = join(folder, 'stash2plex.yaml')
  writeFileSync(file, stringify({ pathMappings: server.library.pathMappings }))
  const env = {
    STASH_URL: stash.url, STASH_API_KEY: secrets.stash, PLEX_URL: plex?.url ?? '', PLEX_TOKEN: secrets.plex, API_KEY: secrets.api,
    PUBLIC_URL: url, STASH2PLEX_URL: url, DATA_DIR: folder, CONFIG_FILE: file,
  }
  const lines = own.map(({ page, command }) => ({ page, command, args: wordsOf(ours.exec(command)?.[1] ?? '') }))
  const place = ({ args: [name = ''] }: { readonly args: readonly string[] }) => (order.includes(name) ? order.indexOf(name) : order.indexOf(''))
  for (const { page, command, args } of lines.sort((one, other) => place(one) - place(other))) {
    t.doesNotThrow(() => readCommandLine(args, commands), `${page}: ${command}`)
    if (typedOnly.some(([pattern]) => pattern.test(args.join(' ')))) continue
    const { code, err } = await runHere(args.map((word) => (samples.get(word) ?? word)), env)
    t.equal(code, 0, `${page}: ${command}: ${err}`)
  }
  t.ok(lines.length > 10, 'there are some')
})

/** What stands for the reader's own. */
const samples = new Map([['Other videos', 'Scenes']])

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
}

t.test('every other command in the guides runs', async (t) => {
  const running = await startServer(t)
  // Not the test's own folder: the server's test empties that.
  const folder = mkdtempSync(join(tmpdir(), 'stash2plex-test-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  copyFileSync('.env.example', join(folder, '.env.example'))
  t.ok(run.length >= 4, 'there are some')
  for (const { page, command } of run) {
    const here = command.replaceAll(/http:\/\/(localhost|nas):7979/g, running.url).replace(/ \| jq .*$/, '')
    const { code, out } = await shell(here, { cwd: folder, env: { PATH: process.env['PATH'], KEY: secrets.api } })
    t.equal(code, 0, `${page}: ${command}: ${out}`)
    if (command.startsWith('curl ')) t.notOk((JSON.parse(out) as { error?: unknown }).error, command)
    // The server of the guide has made its key by now.
    if (existsSync(join(folder, 'data'))) writeFileSync(join(folder, 'data/api-key'), secrets.api)
  }
})

t.test('nothing that we publish runs a stranger\'s package of our name', async (t) => {
  for (const page of guides) t.notMatch(readFileSync(page, 'utf8'), /\b(npx|npm (i|install|exec)( -g)?|docker pull|docker run\b.*) (-y )?stash2plex\b/, page)
  for (const file of ['compose.yaml', 'compose.host.yaml']) t.match(readFileSync(file, 'utf8'), /\n    pull_policy: build\n/, `${file} never fetches an image of this name`)
  t.match(JSON.parse(readFileSync('package.json', 'utf8')), { private: true })
})

function shell(command: string, options: { readonly cwd: string, readonly env: NodeJS.ProcessEnv }): Promise<{ readonly code: number | null, readonly out: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => { out += String(chunk) })
    if (!command.startsWith('curl ')) child.stderr.on('data', (chunk: Buffer) => { out += String(chunk) })
    child.on('close', (code) => { resolve({ code, out }) })
  })
}
