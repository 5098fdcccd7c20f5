import type { Config } from '../../config/config.js'
import { fault } from '../../errors.js'

/** The address of the provider for Plex, which may hold a secret, and what of it may be shown. */
export interface ProviderAddress {
  readonly uri: string
  readonly shown: string
}

const placeholder = '<PROVIDER_TOKEN>'

/**
 * @param base without the provider token, or pasted with it
 * @throws `S2P_USAGE` for what is no address
 */
export function providerAddress(base: string, { providerToken }: Pick<Config, 'providerToken'>): ProviderAddress {
  const bare = withoutToken(base.replace(/\/+$/, ''), providerToken)
  if (!/^https?:\/\/[^\s@?#]+$/.test(bare) || !URL.canParse(bare)) throw fault('S2P_USAGE', { why: '--address wants an address such as http://192.168.1.10:7979, without user, query or fragment', help: 'register --help' })
  if (providerToken === undefined) return { uri: bare, shown: bare }
  return { uri: `${bare}/${providerToken}`, shown: `${bare}/${placeholder}` }
}

function withoutToken(address: string, token: string | undefined): string {
  const ending = `/${token ?? placeholder}`
  return [ending, `/${placeholder}`].reduce((rest, end) => (rest.endsWith(end) ? rest.slice(0, -end.length) : rest), address)
}

/** An address that Plex keeps, whose path may hold a token of earlier times. */
export function shownUri(uri: string, ours?: ProviderAddress): string {
  if (uri.replace(/\/+$/, '') === ours?.uri) return ours.shown
  if (!URL.canParse(uri)) return 'an address that is none'
  const { origin, pathname } = new URL(uri)
  return pathname === '/' ? origin : `${origin}/…`
}
