import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { freePort } from './free-port.js'

export interface ProviderProcessOptions {
  /** The built entry point. */
  readonly entry: string
  /** The whole environment but for `HOST` and `PORT`. */
  readonly env: Readonly<Record<string, string>>
  /** A free one by default. */
  readonly port?: number
  /** Gets every line that the process writes, on either stream. */
  readonly onLine?: (line: string) => void
}

const LINES_KEPT = 40
/** The first sync of a million scenes on a small machine. */
const READY_WITHIN_MS = 900_000
const STOP_WITHIN_MS = 12_000

/** Stash2Plex as a process of its own, the way it runs in earnest. */
export class ProviderProcess {
  readonly url: string
  readonly #child: ChildProcess
  readonly #lastLines: string[] = []
  #ended: string | undefined

  private constructor(url: string, child: ChildProcess, onLine: (line: string) => void) {
    this.url = url
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => { this.#keep(line); onLine(line) })
    }
    child.once('error', (error) => { this.#ended = error.message })
    child.once('exit', (code, signal) => { this.#ended = `exit ${code ?? signal}` })
  }

  /** Starts the process on a free port; it may not be ready yet. */
  static async start({ entry, env, port: wanted, onLine = () => {} }: ProviderProcessOptions): Promise<ProviderProcess> {
    const port = wanted ?? await freePort()
    const child = spawn(process.execPath, ['--enable-source-maps', entry], {
      env: { ...env, HOST: '127.0.0.1', PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'],
    })
    return new ProviderProcess(`http://127.0.0.1:${port}`, child, onLine)
  }

  /** How the process ended, or undefined while it runs. */
  get ended(): string | undefined {
    return this.#ended
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get lastLines(): readonly string[] {
    return this.#lastLines
  }

  /** Calls back once when the process ends. */
  onEnd(callback: () => void): void {
    this.#child.once('exit', callback)
  }

  /** Waits until `GET /health/ready` is 200; hands every state before that to `onState`. */
  async ready(onState: (body: string) => void = () => {}): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS
    while (Date.now() < until) {
      if (this.#ended !== undefined) throw new Error(`Stash2Plex ended before it was ready: ${this.#ended}`)
      const answer = await this.#askReady()
      if (answer?.status === 200) return
      if (answer !== undefined) onState(answer.body)
      await sleep(100)
    }
    throw new Error(`Stash2Plex was not ready within ${READY_WITHIN_MS / 1000} s`)
  }

  /** Ends the process: gently, then by force. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const force = setTimeout(() => this.#child.kill('SIGKILL'), STOP_WITHIN_MS)
    await exited
    clearTimeout(force)
  }

  #keep(line: string): void {
    this.#lastLines.push(line)
    if (this.#lastLines.length > LINES_KEPT) this.#lastLines.shift()
  }

  async #askReady(): Promise<{ status: number; body: string } | undefined> {
    try {
      const answer = await request(`${this.url}/health/ready`, { signal: AbortSignal.timeout(5000) })
      return { status: answer.statusCode, body: await answer.body.text() }
    } catch {
      return undefined
    }
  }
}
