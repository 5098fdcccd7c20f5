import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Logger } from '../../shared/plugin-api/call-context.js'
import { isPrivateAddress } from './networks.js'

export interface PictureAddressOptions {
  /** Where pictures are asked for, as configured; undefined: at the address that Plex used. */
  readonly configured: string | undefined
  readonly log: Logger
  /** Gives a name's addresses; the system's resolver when absent. */
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

export interface PictureAddressState {
  /** Undefined until Plex has asked for something, when none is configured. */
  readonly address: string | undefined
  readonly configured: boolean
  readonly reach: 'public' | 'private' | 'unknown'
  readonly warning: string | undefined
}

const localNames = /^[^.]+$|\.(?:local|lan|home|internal|localhost|localdomain|home\.arpa|test)$/i
/** Milliseconds. */
const patience = 3_000

/** Watches whether pictures have an address that Plex is willing, and its cloud able, to fetch from. */
export class PictureAddress {
  readonly #options: PictureAddressOptions
  #address: string | undefined
  #reach: PictureAddressState['reach'] = 'unknown'
  #looking = false

  constructor(options: PictureAddressOptions) {
    this.#options = options
  }

  /** Looks at the configured address, and says so when it is a private one. Never rejects. */
  async check(): Promise<void> {
    const { configured, log } = this.#options
    if (configured === undefined) log.info('PUBLIC_URL is not set: pictures get the address at which Plex reaches Stash2Plex.')
    else await this.#look(configured)
  }

  /** Plex was given pictures at this address. Costs nothing unless it is a new one. Never throws. */
  seen(address: string): void {
    // One at a time: whoever asks chooses the name, and names that resolve slowly would take the threads of all else.
    if (this.#options.configured !== undefined || address === this.#address || this.#looking) return
    void this.#look(address)
  }

  state(): PictureAddressState {
    return { address: this.#address, configured: this.#options.configured !== undefined, reach: this.#reach, warning: this.#reach === 'private' ? warningOf(this.#address) : undefined }
  }

  async #look(address: string): Promise<void> {
    this.#address = address
    this.#looking = true
    const reach = await reachOf(address, this.#options.resolve ?? resolveName)
    this.#looking = false
    const isNews = reach === 'private' && this.#reach !== 'private'
    this.#reach = reach
    if (isNews) this.#options.log.warn(warningOf(address))
  }
}

function warningOf(address: string | undefined): string {
  return `Pictures have the address ${address ?? ''}, which lies in a private network. Plex 1.43.5 and newer refuse such addresses for photos of people, perhaps for more, and Plex's apps outside the network cannot reach it. Set PUBLIC_URL to an address that the internet can reach; the address given to Plex (PROVIDER_URL) may stay private.`
}

async function reachOf(address: string, resolve: (name: string) => Promise<readonly string[]>): Promise<PictureAddressState['reach']> {
  if (!URL.canParse(address)) return 'unknown'
  const bare = new URL(address).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(bare) !== 0) return isPrivateAddress(bare) ? 'private' : 'public'
  if (localNames.test(bare)) return 'private'
  try {
    const addresses = await resolve(bare)
    return addresses.some((one) => isPrivateAddress(one)) ? 'private' : 'public'
  } catch {
    return 'unknown'
  }
}

async function resolveName(name: string): Promise<readonly string[]> {
  const late = new Promise<never>((_, reject) => { setTimeout(() => reject(new Error('no answer in time')), patience).unref() })
  return (await Promise.race([lookup(name, { all: true }), late])).map(({ address }) => address)
}
