// Performs the Dockerfile's steps by hand, for machines without a container engine, in an empty folder, and starts the
// server from what came out: as another user when it may, with nothing but /data writable. Needs the npm registry.
// What it cannot show: that the base image fits, and that the files are the target processor's.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { contextFilter, copyOf, pairsIn, stagesIn } from './dockerfile.mjs'

const somebody = 1234
const work = mkdtempSync(join(tmpdir(), 'stash2plex-image-'))
chmodSync(work, 0o755)

try {
  const image = performAll(stagesIn(readFileSync('Dockerfile', 'utf8')))
  checkFiles(image)
  await checkServer(image)
  console.log('the image\'s files are right, and the server starts, answers and ends well')
} finally {
  rmSync(work, { recursive: true, force: true })
}

function performAll(stages) {
  const done = new Map()
  for (const stage of stages) done.set(stage.name, perform(stage, done))
  return done.get(stages.at(-1).name)
}

function perform({ name, instructions }, done) {
  const state = { root: join(work, name), cwd: '/', env: {}, user: 'root' }
  mkdirSync(state.root)
  for (const { keyword, text } of instructions) {
    console.log(`${name}: ${keyword} ${text.slice(0, 100)}`)
    if (keyword === 'WORKDIR') mkdirSync(join(state.root, state.cwd = text), { recursive: true })
    else if (keyword === 'COPY') copy(text, state, done)
    else if (keyword === 'RUN') run(text, state)
    else if (keyword === 'ENV' || keyword === 'ARG') Object.assign(state.env, pairsIn(text))
    else if (keyword === 'USER') state.user = text
    else if (keyword === 'ENTRYPOINT') state.entrypoint = JSON.parse(text)
    else if (keyword === 'HEALTHCHECK') state.probe = JSON.parse(text.slice(text.indexOf('[')))
  }
  return state
}

function copy(text, { root, cwd }, done) {
  const { flags, sources, target } = copyOf(text)
  const to = join(root, resolve(cwd, target))
  const reaches = contextFilter(readFileSync('.dockerignore', 'utf8'))
  for (const source of sources) {
    const from = flags.from === undefined ? source : join(done.get(flags.from).root, source)
    const isFolder = statSync(from).isDirectory()
    const filter = flags.from === undefined ? (path) => reaches(relative('.', path)) : () => true
    if (!filter(from)) throw new Error(`.dockerignore keeps ${source} from the builder`)
    cpSync(from, isFolder || !(target.endsWith('/') || sources.length > 1) ? to : join(to, basename(source)), { recursive: true, filter, verbatimSymlinks: true })
  }
}

function run(command, { root, cwd, env }) {
  const { status } = spawnSync('sh', ['-ec', command], { cwd: join(root, cwd), env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`the step ended with ${status}: ${command}`)
}

function must(fact, what) {
  if (!fact) throw new Error(what)
}

function checkFiles({ root, user }) {
  must(user !== 'root', 'the image runs as root')
  for (const absent of ['app/dist/test', 'app/dist/demo', 'app/dist/bench', 'app/node_modules/typescript', 'app/node_modules/tap', 'app/test']) must(!existsSync(join(root, absent)), `${absent} is in the image`)
  must(readlinkSync(join(root, 'usr/local/bin/stash2plex')) === '/app/dist/core/cli/main.js', 'the command leads elsewhere')
  must((lstatSync(join(root, 'app/dist/core/cli/main.js')).mode & 0o111) === 0o111, 'the command cannot be executed')
  console.log(spawnSync('du', ['-sh', join(root, 'app')], { encoding: 'utf8' }).stdout.trim())
}

async function checkServer({ root, cwd, env, entrypoint, probe }) {
  const inside = (text) => (text.startsWith('/') ? join(root, text) : text)
  const port = await freePort()
  const asUser = process.getuid?.() === 0 ? { uid: somebody, gid: somebody } : {}
  // cpSync does not keep the folder's mode: the Dockerfile gives /data to everybody.
  chmodSync(join(root, 'data'), 0o777)
  if (asUser.uid !== undefined) chownSync(join(root, 'data'), 0, 0)
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inside(value)]))
  const options = { ...asUser, cwd: join(root, cwd), env: { PATH: process.env.PATH, ...own, STASH_URL: 'http://stash.invalid:9999', PORT: String(port) } }
  const [command, ...args] = entrypoint
  const server = spawn(command, args.map(inside), { ...options, stdio: 'inherit' })
  const ended = once(server, 'exit')
  await untilItLives(() => spawnSync(probe[0], probe.slice(1).map(inside), options).status === 0)
  server.kill('SIGTERM')
  const [code] = await ended
  if (code !== 0) throw new Error(`the server ended with ${code} on SIGTERM`)
}

async function untilItLives(lives) {
  for (let tries = 0; tries < 40; tries++) {
    if (lives()) return
    await new Promise((done) => { setTimeout(done, 250) })
  }
  throw new Error('the health check never passed')
}

async function freePort() {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
