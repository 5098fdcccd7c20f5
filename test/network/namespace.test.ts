import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'

const name = `s2p${process.pid}`
const [outside, inside] = ['10.213.77.1', '10.213.77.2']

function ip(...args: string[]): boolean {
  return spawnSync('ip', args, { stdio: 'ignore' }).status === 0
}

/** A network like a container's: behind the gateway `outside`, with nothing on its own localhost. */
function layNetwork(): boolean {
  if (process.getuid?.() !== 0 || !ip('netns', 'add', name)) return false
  return ip('link', 'add', `${name}a`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
    && ip('addr', 'add', `${outside}/24`, 'dev', `${name}a`) && ip('link', 'set', `${name}a`, 'up')
    && ['lo', 'eth0'].every((device) => ip('-n', name, 'link', 'set', device, 'up'))
    && ip('-n', name, 'addr', 'add', `${inside}/24`, 'dev', 'eth0')
    && ip('-n', name, 'route', 'add', 'default', 'via', outside)
}

/** Lets the gateway's address lead to a port of this machine's localhost. */
async function forward(port: number): Promise<Server> {
  const server = createServer((from) => {
    const to = connect(port, '127.0.0.1')
    from.on('error', () => to.destroy()).on('close', () => to.destroy())
    to.on('error', () => from.destroy()).on('close', () => from.destroy())
    from.pipe(to).pipe(from)
  })
  server.listen(0, outside)
  await once(server, 'listening')
  return server
}

async function lineWith(child: ChildProcess, wanted: RegExp): Promise<string> {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { said += text })
  for (let tries = 0; tries < 400 && !wanted.test(said) && child.exitCode === null; tries++) await new Promise((resolve) => { setTimeout(resolve, 50) })
  return said
}

const laid = layNetwork()
t.teardown(() => ip('netns', 'delete', name))

t.test('reaches Stash on the host from a network of its own', { skip: laid ? false : 'needs root and iproute2, to lay a network' }, async (t) => {
  const stash = await startSampleStash({ library: generateLibrary({ seed: 1, scenes: 60 }) })
  const gateway = await forward(Number(new URL(stash.url).port))
  const { port } = gateway.address() as AddressInfo
  const env = { PATH: process.env['PATH'], container: 'docker', STASH_URL: `http://localhost:${port}`, DATA_DIR: t.testdir(), PORT: '0' }
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, 'dist/core/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(async () => {
    // Without a name server here, an orderly end would wait for the look-up of a name.
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    gateway.close()
    await stash.close()
  })
  const said = await lineWith(child, /Stash: /)
  t.match(said, `STASH_URL: localhost is the container itself, and nothing answers there: the host is asked instead, at ${outside}`)
  t.match(said, 'Stash: reachable')
})
