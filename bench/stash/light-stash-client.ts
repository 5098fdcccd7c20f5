import { built, startServer, type Server } from '../run/server.js'

export interface LightStashOptions {
  readonly scenes: number
  /** Waited before every answer, milliseconds. */
  readonly delayMs?: number
  /** Bytes of every picture. */
  readonly coverBytes?: number
  /** Render every page of the index before the first is asked for. */
  readonly prerender?: boolean
}

export interface LightStash extends Server {
  /** How many requests there were since the start, and how many scenes were described by them. */
  counts(): Promise<{ readonly graphql: number, readonly described: number, readonly images: number }>
}

/** The light Stash, which holds the sample scenes. */
export async function startLightStash(options: LightStashOptions): Promise<LightStash> {
  const server = await startServer({ entry: built('stash/light-stash.js'), args: [JSON.stringify(options)], readyAt: '/bench/counts' })
  return { ...server, counts: async () => await (await fetch(`${server.url}/bench/counts`)).json() as never }
}
