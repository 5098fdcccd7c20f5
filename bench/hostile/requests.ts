import fc from 'fast-check'
import type { Route } from './routes.js'
import { breakers, hostileText, hostileValue } from './values.js'

export interface HostileRequest {
  readonly method: string
  /** As it goes over the wire. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What of the running server is real, so that requests get past the first checks. */
export interface Known {
  readonly routes: readonly Route[]
  readonly apiKey: string
  /** The secret first part of the provider's addresses, with its slash. */
  readonly prefix: string
  readonly ratingKeys: readonly string[]
  /** The paths of signed pictures. */
  readonly pictures: readonly string[]
  readonly gapIds: readonly string[]
  readonly filenames: readonly string[]
  readonly titles: readonly string[]
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']
const containerHeaders = ['x-plex-container-start', 'x-plex-container-size', 'x-plex-language', 'accept', 'accept-encoding', 'if-none-match', 'range', 'user-agent', 'referer', 'cookie', 'origin',
  'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-prefix', 'x-forwarded-for', 'forwarded', 'x-original-host', 'x-http-method-override', 'x-request-id', 'content-type', 'content-encoding', 'x-plex-token']

/** Requests to the real routes, a part of each made hostile. */
export function hostileRequests(known: Known): fc.Arbitrary<HostileRequest> {
  return fc.constantFrom(...known.routes).chain((route) => fc.record({
    method: fc.oneof({ weight: 12, arbitrary: fc.constant(route.method) }, { weight: 1, arbitrary: fc.constantFrom(...methods) }),
    path: fc.tuple(pathOf(route, known), queryOf(route, known)).map(([path, query]) => path + query),
    headers: headersFor(known, route),
    body: route.method === 'GET' ? fc.constant(undefined) : fc.option(bodyOf(route, known), { nil: undefined, freq: 8 }),
  })).map(withLength)
}

function withLength(request: HostileRequest): HostileRequest {
  const { method, body, headers } = request
  if (body === undefined || method === 'GET' || method === 'HEAD') return { ...request, body: undefined }
  return { ...request, headers: { 'content-type': 'application/json', ...headers } }
}

function pathOf(route: Route, known: Known): fc.Arbitrary<string> {
  const start = route.tag === 'plex' ? known.prefix : ''
  const filled = fc.tuple(...route.address.split('/').map((part) => segmentOf(part, known))).map((parts) => start + parts.join('/'))
  const known_ = route.tag === 'pictures' && known.pictures.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom(...known.pictures) }] : []
  return fc.oneof({ weight: 8, arbitrary: filled }, ...known_, { weight: 1, arbitrary: fc.tuple(filled, escaped).map(([path, more]) => `${path}/${more}`) }, { weight: 1, arbitrary: fc.tuple(filled, escaped).map(([path, more]) => more + path).map((path) => `/${path}`) })
}

function segmentOf(part: string, { ratingKeys, gapIds }: Known): fc.Arbitrary<string> {
  if (part === '{*}') return fc.oneof(fc.constantFrom('extras', 'children', 'similar', 'grandchildren/x'), escaped)
  if (!part.startsWith('{')) return fc.constant(part)
  const real = part === '{ratingKey}' ? ratingKeys : part === '{id}' ? [...gapIds, '1', '2'] : []
  if (real.length === 0) return fc.oneof(fc.constantFrom('scene', 'performer', '1', '17'), escaped)
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...real) }, { weight: 2, arbitrary: escaped }, { weight: 1, arbitrary: fc.array(fc.constantFrom(...real), { maxLength: 80 }).map((list) => list.join(',')) })
}

function queryOf({ query }: Route, known: Known): fc.Arbitrary<string> {
  const names = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...query, 'limit') }, { weight: 1, arbitrary: fc.constantFrom('__proto__', '__proto__[x]', 'constructor', 'a[]', 'X-Plex-Container-Size', 'X-Api-Key', 'api_key') }, { weight: 1, arbitrary: escaped })
  const values = fc.oneof(escaped, fc.constantFrom(...known.filenames, ...known.ratingKeys, 'open', 'moved', 'csv', 'ndjson', 'json', '1', 'pending').map(encodeURIComponent))
  return fc.array(fc.tuple(names, values), { maxLength: 5 }).map((pairs) => pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`.slice(0, 12_000))
}

function headersFor({ apiKey }: Known, { guarded }: Route): fc.Arbitrary<Record<string, string>> {
  const key = fc.oneof({ weight: guarded ? 8 : 1, arbitrary: fc.constant({ 'x-api-key': apiKey }) }, { weight: 1, arbitrary: fc.constant({ authorization: `Bearer ${apiKey}` }) }, { weight: 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headerText.map((text) => ({ 'x-api-key': text })) })
  const host = fc.option(fc.oneof(fc.constantFrom('nas:7979', 'a:99999', '1.2.3.4.5', '[::::]', 'xn--a', 'evil.example'), headerText), { freq: 3, nil: undefined }).map((text) => (text === undefined ? {} : { host: text }))
  const others = fc.dictionary(fc.constantFrom(...containerHeaders), headerText, { maxKeys: 4 })
  return fc.tuple(others, host, key).map((parts) => Object.assign({}, ...parts) as Record<string, string>)
}

function bodyOf({ body }: Route, known: Known): fc.Arbitrary<string> {
  const value = fc.oneof({ weight: 3, arbitrary: hostileValue }, { weight: 2, arbitrary: fc.constantFrom<unknown>(...known.filenames, ...known.titles, 1, '1') })
  const name = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('filename', 'title', ...body) }, { weight: 1, arbitrary: fc.constantFrom(...breakers) })
  const object = fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one) ?? 'null'}`).join(',')}}`)
  const broken = fc.tuple(object, fc.nat(), fc.constantFrom('', '}', ',', '\u0000', '{"__proto__":{"x":1}}')).map(([text, at, with_]) => text.slice(0, at % (text.length + 1)) + with_)
  return fc.oneof({ weight: 8, arbitrary: object }, { weight: 1, arbitrary: broken }, { weight: 1, arbitrary: hostileText }, { weight: 1, arbitrary: hostileValue.map((one) => JSON.stringify(one) ?? '') })
}

/** Percent-encoded in part or as a whole, so that it can stand in an address. */
const escaped: fc.Arbitrary<string> = fc.tuple(hostileText, fc.constantFrom('', '/', '%', '?&=', ',+')).map(([text, kept]) => {
  const bytes = [...Buffer.from(text.slice(0, 2000))]
  return bytes.map((byte) => (/[\w.~!-]/.test(String.fromCharCode(byte)) || kept.includes(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`)).join('')
})

/** What may stand in a header's value. */
const headerText: fc.Arbitrary<string> = hostileText.map((text) => Buffer.from(text.slice(0, 1000)).toString('latin1').replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim())
