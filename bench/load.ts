import autocannon from 'autocannon'
import type { Ask } from './run/in-flight.js'

export interface LoadOptions {
  readonly url: string
  /** Every connection sends all of them, one after the other, again and again; each begins somewhere else. */
  readonly requests: readonly Ask[]
  /** Requests in flight. */
  readonly inFlight: number
  readonly seconds: number
  /** Requests a second in all; as many as can be when absent. */
  readonly rate?: number
}

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
  readonly worst: number
}

/** Asks for some seconds. Rejects when an answer is not 200. */
export async function load({ url, requests, inFlight, seconds, rate }: LoadOptions): Promise<LoadResult> {
  const headers = { 'content-type': 'application/json' }
  const sent = requests.map(({ method, path, body }) => ({ method, path, ...(body === undefined ? {} : { body, headers }) }))
  let connection = 0
  const setupClient = (client: autocannon.Client): void => {
    const from = Math.floor(sent.length * connection++ / inFlight)
    client.setRequests([...sent.slice(from), ...sent.slice(0, from)])
  }
  const result = await autocannon({ url, connections: inFlight, duration: seconds, requests: sent, setupClient, ...(rate === undefined ? {} : { overallRate: rate }) })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200, ${result.errors} failed`)
  return { perSecond: result.requests.average, p99: result.latency.p99, worst: result.latency.max }
}

/** Matches, as Plex asks for them. */
export function matchRequests(bodies: readonly string[]): readonly Ask[] {
  return bodies.map((body) => ({ method: 'POST', path: '/library/metadata/matches', body }))
}
