import autocannon from 'autocannon'
import type { Ask } from './run/in-flight.js'
import type { Server } from './run/server.js'

export interface LoadOptions {
  readonly url: string
  /** Every connection sends all of them, one after the other, again and again. */
  readonly requests: readonly Ask[]
  /** Requests in flight. */
  readonly inFlight: number
  readonly seconds: number
  /** Requests a second in all; as many as can be when absent. */
  readonly rate?: number
  /** Let each connection begin somewhere else, so that not all ask for the same at a time. */
  readonly spread?: boolean
}

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
  readonly worst: number
}

/** Every connection prepares every request before the first is sent; more would keep this process busy beyond the time limit. */
const mostRequests = 500

/** Asks for some seconds. Rejects when an answer is not 200. */
export async function load({ url, requests, inFlight, seconds, rate, spread = false }: LoadOptions): Promise<LoadResult> {
  const headers = { 'content-type': 'application/json' }
  const some = requests.filter((_, at) => at % Math.ceil(requests.length / mostRequests) === 0)
  const sent = some.map(({ method, path, body }) => ({ method, path, ...(body === undefined ? {} : { body, headers }) }))
  let connection = 0
  const setupClient = (client: autocannon.Client): void => {
    const from = Math.floor(sent.length * connection++ / inFlight)
    client.setRequests([...sent.slice(from), ...sent.slice(0, from)])
  }
  const result = await autocannon({ url, connections: inFlight, duration: seconds, requests: sent, ...(spread ? { setupClient } : {}), ...(rate === undefined ? {} : { overallRate: rate }) })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200, ${result.errors} failed`)
  return { perSecond: result.requests.average, p99: result.latency.p99, worst: result.latency.max }
}

/** Matches, as Plex asks for them. */
export function matchRequests(bodies: readonly string[]): readonly Ask[] {
  return bodies.map((body) => ({ method: 'POST', path: '/library/metadata/matches', body }))
}

/** Also tells how many requests the server answers by a second of its processor: that stays true on a machine that is busy. */
export async function loadOn(server: Server, options: Omit<LoadOptions, 'url'>): Promise<LoadResult & { readonly perBusySecond: number }> {
  const before = server.busySeconds()
  const result = await load({ url: server.url, ...options })
  return { ...result, perBusySecond: result.perSecond * options.seconds / (server.busySeconds() - before) }
}
