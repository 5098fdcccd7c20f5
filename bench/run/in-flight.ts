import { Pool, type Dispatcher } from 'undici'
import { percentile } from './numbers.js'

export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

export interface Flow {
  readonly perSecond: number
  /** Milliseconds, of each request in the order of their ends. */
  readonly times: readonly number[]
}

export interface FlowOptions {
  /** Steps under way at a time. */
  readonly inFlight: number
  readonly steps: number
}

/** Sends requests to one server. Rejects when an answer is not 200. */
export class Sender {
  readonly #pool: Pool

  constructor(url: string, connections: number) {
    this.#pool = new Pool(url, { connections })
  }

  /** The answer's body is read to its end and thrown away. Gives its length in bytes. */
  async send(asked: Ask): Promise<number> {
    let bytes = 0
    for await (const chunk of await this.#body(asked) as AsyncIterable<Buffer>) bytes += chunk.length
    return bytes
  }

  async text(asked: Ask): Promise<string> {
    return await (await this.#body(asked)).text()
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }

  async #body({ method, path, body }: Ask): Promise<Dispatcher.ResponseData['body']> {
    const answer = await this.#pool.request({ method, path, ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }) })
    if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${await answer.body.text()}`)
    return answer.body
  }
}

/** Runs each step once, so many at a time: unlike autocannon, no two connections ask for the same. */
export async function flow({ inFlight, steps }: FlowOptions, step: (nth: number) => Promise<unknown>): Promise<Flow> {
  const times: number[] = []
  const started = performance.now()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < steps) {
      const begun = performance.now()
      await step(next++)
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return { perSecond: steps / (performance.now() - started) * 1000, times }
}

export function p99({ times }: Flow): number {
  return percentile(times, 99)
}
