import type { Surroundings } from './surroundings.js'

export interface Probes {
  /** Whether something accepts connections there. */
  answers(hostname: string, port: number): Promise<boolean>
  /** Whether the name has an address. */
  resolves(hostname: string): Promise<boolean>
}

export interface Found {
  readonly url: string
  /** What was put in place of what, and why; undefined when the address stays as it is. */
  readonly note: string | undefined
}

/** The name that container engines give to the machine they run on; on Linux only when they are told to. */
const HOST = 'host.docker.internal'
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i

/**
 * Finds the address of a program on the host, as seen from inside a container: `localhost` there is the container itself,
 * and `host.docker.internal` is often not known. Any other address stays as it is.
 */
export async function hostAddress(url: string, around: Surroundings, probes: Probes): Promise<Found> {
  const { hostname } = new URL(url)
  const asItIs = { url, note: undefined }
  if (around.kind === 'plain') return asItIs
  if (hostname.toLowerCase() === HOST) return await probes.resolves(HOST) ? asItIs : withoutName(url, around)
  // A container may share its network with the one that it asks; then localhost is right.
  if (around.kind !== 'bridge' || !loopback.test(hostname) || await probes.answers(bare(hostname), portOf(url))) return asItIs
  const host = await probes.resolves(HOST) ? HOST : around.gateway
  // What is merely down must be found where it was when it comes back: only an answer says that the host was meant.
  if (!await probes.answers(host, portOf(url))) return { url, note: `${hostname} is the container itself, and nothing answers there, nor on the host at ${host}. If the host is meant, start the program there and restart Stash2Plex, or write ${withHost(url, host)}` }
  return { url: withHost(url, host), note: `${hostname} is the container itself, and nothing answers there: the host is asked instead, at ${host}` }
}

function withoutName(url: string, around: Exclude<Surroundings, { kind: 'plain' }>): Found {
  if (around.kind === 'bridge') return { url: withHost(url, around.gateway), note: `${HOST} is not known here: the host is asked at the default gateway instead, ${around.gateway}` }
  return { url: withHost(url, '127.0.0.1'), note: `${HOST} is not known here, and the container shares the host's network: 127.0.0.1 is asked instead` }
}

function withHost(url: string, hostname: string): string {
  const changed = new URL(url)
  changed.hostname = hostname
  return url.endsWith('/') ? changed.href : changed.href.replace(/\/$/, '')
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
