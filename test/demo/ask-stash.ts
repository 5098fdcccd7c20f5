import type { SampleStash } from '../../demo/stash/start-sample-stash.js'

export interface Told {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test asks for is what it gets
  readonly data: any
  readonly errors: readonly { message: string, path?: readonly string[], extensions?: { code: string } }[] | undefined
  readonly text: string
}

/** Posts a document to the sample Stash. */
export async function ask(stash: SampleStash, query: string, { variables = {}, headers = {} }: { variables?: object, headers?: Record<string, string> } = {}): Promise<Told> {
  const response = await fetch(`${stash.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  const body = text.startsWith('{') ? JSON.parse(text) as Pick<Told, 'data' | 'errors'> : { data: undefined, errors: undefined }
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors, text }
}

/** A picture or a page, redirects not followed. */
export async function get(stash: SampleStash, path: string, init: RequestInit = {}): Promise<{ status: number, headers: Headers, bytes: Buffer }> {
  const response = await fetch(stash.url + path, { redirect: 'manual', ...init })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
