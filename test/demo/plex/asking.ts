import { request } from 'undici'
import type { SamplePlex, SamplePlexOptions } from '../../../demo/plex/sample-plex.js'
import { startSamplePlex } from '../../../demo/plex/sample-plex.js'
import type { SampleLibrary } from '../../../demo/library/sample-library.js'
import { startStubProvider } from './stub-provider.js'
import type { StubProvider } from './stub-provider.js'
import { tinyLibrary } from './tiny-library.js'

export const TOKEN = 'tiny-token'

export interface Asked {
  readonly status: number
  readonly type: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  /** The `MediaContainer`, or an empty object when the answer is no JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever fields it expects
  readonly container: any
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'
export type Ask = (path: string, o?: { method?: Method; headers?: Record<string, string> }) => Promise<Asked>

/** Asks as a client with the right token that wants JSON, unless told otherwise. */
export function askerOf(url: string): Ask {
  return async (path, { method = 'GET', headers = {} } = {}) => {
    const response = await request(url + path, { method, headers: { accept: 'application/json', 'x-plex-token': TOKEN, ...headers } })
    const text = await response.body.text()
    const type = String(response.headers['content-type'])
    const container = type.startsWith('application/json') ? (JSON.parse(text) as { MediaContainer: unknown }).MediaContainer : {}
    return { status: response.statusCode, type, headers: response.headers, text, container }
  }
}

export interface Bench {
  readonly plex: SamplePlex
  readonly provider: StubProvider
  readonly ask: Ask
  close(): Promise<void>
}

/** A sample Plex on the tiny library, and a provider by the book that is not registered yet. */
export async function setUp(o: Partial<SamplePlexOptions> & { base?: string; library?: SampleLibrary } = {}): Promise<Bench> {
  const provider = await startStubProvider(o.base)
  const plex = await startSamplePlex({ library: tinyLibrary(), token: TOKEN, ...o })
  return {
    plex, provider, ask: askerOf(plex.url),
    close: async () => {
      await plex.close()
      await provider.close()
    },
  }
}
