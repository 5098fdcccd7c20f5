import { isIP } from 'node:net'
import { variableName, type Settings } from './schema.js'

/** What our own addresses begin with: a base path of the same name could not be told from them. */
const ownPaths = /^\/(?:artwork|docs|explain|gaps|health|library|matches|metrics|plugins)(?:\/|$)/

/** Checks that no schema can make. */
export function addressFaults(settings: Settings): string[] {
  return [...basePathFaults(settings), ...proxyFaults(settings.trustProxy)]
}

/** The proxies named in the setting; texts that are none are among them. */
export function proxiesIn(setting: unknown): readonly string[] {
  return typeof setting === 'string' ? setting.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '') : []
}

function basePathFaults(settings: Settings): string[] {
  return (['publicUrl', 'providerUrl'] as const).flatMap((key) => {
    const value = settings[key]
    if (typeof value !== 'string' || !URL.canParse(value)) return []
    const { pathname, search, hash } = new URL(value)
    if (search !== '' || hash !== '') return [`${variableName(key)}: has a part after ? or #, wants an address that others can be appended to, for example https://nas.lan/stash2plex`]
    return ownPaths.test(pathname) ? [`${variableName(key)}: its path ${pathname} is one of Stash2Plex's own, wants another one, for example /stash2plex`] : []
  })
}

function proxyFaults(setting: unknown): string[] {
  const wrong = proxiesIn(setting).filter((entry) => !isProxy(entry))
  return wrong.map((entry) => `${variableName('trustProxy')}: got ${JSON.stringify(entry)}, wants addresses, networks, loopback or private, parted by commas, for example 172.18.0.0/16`)
}

function isProxy(entry: string): boolean {
  if (entry === 'loopback' || entry === 'private') return true
  const [address = '', bits, more] = entry.split('/')
  const version = isIP(address)
  if (version === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
