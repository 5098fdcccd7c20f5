import { CallFailure } from './call-failure.js'

/** Where Stash is, taken apart once. */
export interface BaseUrl {
  readonly origin: string
  /** The path under which a proxy offers Stash, without slash at the end; usually empty. */
  readonly path: string
  /** For messages: no user, no password. */
  readonly shown: string
  /** The header for a proxy that wants the user and password of the URL. */
  readonly authorization: string | undefined
}

/** Takes `http://host:9999`, `https://host/stash/`, `http://host:9999/graphql` alike. */
export function parseBaseUrl(text: string): BaseUrl {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new CallFailure('unreachable', 'the address does not begin with http:// or https://')
  const path = url.pathname.replace(/\/+$/, '').replace(/\/graphql$/, '').replace(/\/+$/, '')
  return { origin: url.origin, path, shown: url.origin + path, authorization: basic(url) }
}

function basic({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

/**
 * The path of a picture below the base, or undefined when the text would lead anywhere else: dots and backslashes are
 * refused in every spelling, since a proxy may decode them once more than we do.
 */
export function pathBelow(base: BaseUrl, pathAndQuery: string): string | undefined {
  const [path = ''] = pathAndQuery.split(/[?#]/, 1)
  if (!/^\/[^/]/.test(path) || /[\\\s]|%5c|%2f/i.test(path)) return undefined
  const segments = path.toLowerCase().replaceAll('%2e', '.').split('/')
  if (segments.some((segment) => segment === '.' || segment === '..')) return undefined
  if (/[^\x21-\x7e]/.test(pathAndQuery) || pathAndQuery.includes('#')) return undefined
  return base.path + pathAndQuery
}
