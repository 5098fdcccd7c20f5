import { BlockList, isIP } from 'node:net'

const loopback = ['127.0.0.0/8', '::1']
/** What only a local network, a container network or a carrier's inside routes. */
const privateOnes = [...loopback, '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '100.64.0.0/10', '0.0.0.0/8', 'fc00::/7', 'fe80::/10', '::']
const words: Readonly<Record<string, readonly string[]>> = { loopback, private: privateOnes }

/** Tells whether an address lies in one of the networks: `10.0.0.5`, `172.18.0.0/16`, `loopback`, `private`. */
export function networks(entries: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList()
  for (const entry of entries.flatMap((one) => words[one] ?? [one])) add(list, entry)
  return (address) => {
    const version = isIP(address ?? '')
    return version !== 0 && list.check(address ?? '', family(version))
  }
}

/** True for addresses that the internet cannot reach. */
export const isPrivateAddress = networks(['private'])

function add(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/')
  if (bits === undefined) list.addAddress(address, family(isIP(address)))
  else list.addSubnet(address, Number(bits), family(isIP(address)))
}

function family(version: number): 'ipv4' | 'ipv6' {
  return version === 6 ? 'ipv6' : 'ipv4'
}
