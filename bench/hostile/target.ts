import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { freePort } from '../../demo/run/free-port.js'

const built = (file: string): string => new URL(file, import.meta.url).href
const READY_WITHIN = 120_000

export interface TargetOptions {
  readonly env: Readonly<Record<string, string>>
  /** The folders that it may write into. */
  readonly writable: readonly string[]
  readonly onLine: (line: string) => void
}

/** The real server as a process of its own, which may write nowhere but into the folders it is told. */
export class Target {
  readonly url: string
  readonly #child: ChildProcess
  #ended: string | undefined
  #lastLine = ''

  private constructor(url: string, child: ChildProcess, onLine: (line: string) => void) {
    this.url = url
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) createInterface({ input: stream }).on('line', onLine)
    child.once('exit', (code, signal) => { this.#ended = `exit ${code ?? signal}` })
  }

  static async start({ env, writable, onLine }: TargetOptions): Promise<Target> {
    const port = await freePort()
    const args = [...permissions(writable), '--no-warnings', '--import', built('heap-reporter.js'), new URL(built('../../core/main.js')).pathname]
    // Test runners put options of their own into every Node that is spawned, which the permissions would then refuse.
    const child = spawn('/usr/bin/env', ['-u', 'NODE_OPTIONS', process.execPath, ...args], { env: { ...env, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    const target = new Target(`http://127.0.0.1:${port}`, child, (line) => { target.#lastLine = line; onLine(line) })
    await target.#ready()
    return target
  }

  /** How the process ended, or undefined while it runs. */
  get ended(): string | undefined {
    return this.#ended
  }

  /** Bytes of the heap in use, after a collection. */
  async heapUsed(): Promise<number> {
    const told = once(this.#child, 'message') as Promise<[{ readonly heapUsed: number }]>
    this.#child.send('heap')
    return (await told)[0].heapUsed
  }

  async stop(): Promise<void> {
    if (this.#ended !== undefined) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await exited
  }

  async #ready(): Promise<void> {
    for (const until = Date.now() + READY_WITHIN; Date.now() < until && this.#ended === undefined; await sleep(100)) {
      const status = await request(`${this.url}/health/ready`).then(async ({ statusCode, body }) => { await body.dump(); return statusCode }, () => 0)
      if (status === 200) return
    }
    throw new Error(`the server under attack did not become ready: ${this.#ended ?? 'still running'}, ${this.#lastLine}`)
  }
}

/** Node's own permission model: what writes elsewhere fails, and the log tells. SQLite writes past it. */
function permissions(writable: readonly string[]): string[] {
  const flags = process.allowedNodeEnvironmentFlags
  const name = ['--permission', '--experimental-permission'].find((flag) => flags.has(flag))
  if (name === undefined || !flags.has('--allow-addons')) return []
  return [name, '--allow-fs-read=*', ...writable.map((folder) => `--allow-fs-write=${folder}`), '--allow-worker', '--allow-addons', ...(flags.has('--allow-net') ? ['--allow-net'] : [])]
}
