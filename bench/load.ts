import autocannon from 'autocannon'

export interface LoadOptions {
  readonly url: string
  readonly bodies: readonly string[]
  /** Requests in flight. */
  readonly inFlight: number
  readonly seconds: number
}

export interface LoadResult {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p99: number
}

/** Posts the bodies in turn for some seconds. Rejects when an answer is not 200. */
export async function load({ url, bodies, inFlight, seconds }: LoadOptions): Promise<LoadResult> {
  const requests = bodies.map((body) => ({ method: 'POST' as const, headers: { 'content-type': 'application/json' }, body }))
  const result = await autocannon({ url, connections: inFlight, duration: seconds, requests })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 200, ${result.errors} failed`)
  return { perSecond: result.requests.average, p99: result.latency.p99 }
}
