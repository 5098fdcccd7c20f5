import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../demo/run/free-port.js'

/** A built file, given from the folder of the benches. */
export const built = (file: string): string => join(dirname(fileURLToPath(import.meta.url)), '..', file)

export interface ServerOptions {
  /** As {@link built} gives it. */
  readonly entry: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The path that answers 200 once the server can be measured; when absent, whatever answers is ready. */
  readonly readyAt?: string
  /** Options of Node.js itself. */
  readonly nodeFlags?: readonly string[]
  /** Watch the event loop, for {@link Server.loopDelay}. */
  readonly watchLoop?: boolean
}

export interface Server {
  readonly url: string
  /** Megabytes that the process holds in memory now. */
  residentMb(): number
  /** Processor time that the process has spent, all its threads together. */
  busySeconds(): number
  /** Milliseconds, p99 and worst, since this was last asked. */
  loopDelay(): Promise<{ readonly p99: number, readonly worst: number }>
  readonly stop: () => Promise<void>
}

/**
 * Starts a process of its own and waits until it is ready. Standard output goes nowhere, as a container engine's log would;
 * with BENCH_LOG set it is shown.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = launch(options, port)
  const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream })
  lines.on('line', (line) => { if (!line.startsWith('loop-delay')) console.error(line) })
  const server: Server = { url, residentMb: () => residentMb(child.pid ?? 0), busySeconds: () => busySeconds(child.pid ?? 0), loopDelay: () => loopDelay(child, lines), stop: () => stop(child) }
  try {
    await untilReady(child, url + (options.readyAt ?? '/'), options.readyAt !== undefined)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Starts the product on this data folder, as `npm start` does; ready when its catalog is complete, unless told otherwise. */
export async function startProduct(env: Readonly<Record<string, string>>, options: Partial<ServerOptions> = {}): Promise<Server> {
  return await startServer({ entry: built('../core/main.js'), readyAt: '/health/ready', nodeFlags: startFlags, env: { API_KEY: benchKey, ...env }, ...options })
}

export const benchKey = 'bench-key-of-no-value'

const { scripts } = JSON.parse(readFileSync(built('../../package.json'), 'utf8')) as { readonly scripts: { readonly start: string } }
const startFlags = scripts.start.split(' ').filter((word) => word.startsWith('--'))

function launch({ entry, args = [], env, nodeFlags = [], watchLoop = false }: ServerOptions, port: number): ChildProcess {
  const preload = watchLoop ? ['--import', built('gaps/loop-delay.js')] : []
  return spawn(process.execPath, [...nodeFlags, ...preload, entry, ...args], {
    env: { ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', process.env.BENCH_LOG === undefined ? 'ignore' : 'inherit', 'pipe'],
  })
}

async function untilReady(child: ChildProcess, url: string, wantsOk: boolean): Promise<void> {
  for (let tries = 0; tries < 6000 && child.exitCode === null; tries++) {
    const status = await fetch(url).then((answer) => answer.status, () => 0)
    if (wantsOk ? status === 200 : status > 0) return
    await sleep(50)
  }
  throw new Error(`${url} did not become ready`)
}

function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) * 1024 / 1e6
}

/** By the kernel's clock of 100 ticks a second. */
function busySeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function loopDelay(child: ChildProcess, lines: NodeJS.EventEmitter): Promise<{ p99: number, worst: number }> {
  const told = once(lines, 'line')
  child.kill('SIGWINCH')
  const [, p99, worst] = String((await told)[0]).split(' ')
  return { p99: Number(p99), worst: Number(worst) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
