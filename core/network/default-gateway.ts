/** The flags of `/proc/net/route`: the route is up, and leads over a gateway. */
const UP_AND_GATEWAY = 0x3

/** A default route as the kernel tells it. */
export interface DefaultRoute {
  /** The name of the network interface. */
  readonly device: string
  /** IPv4, dotted. */
  readonly gateway: string
}

/** The default route of least metric in the text of `/proc/net/route`; undefined when there is none. */
export function defaultRoute(table: string): DefaultRoute | undefined {
  const routes = table.split('\n').slice(1).flatMap(defaultRouteIn)
  return routes.sort((a, b) => a.metric - b.metric)[0]
}

function defaultRouteIn(line: string): (DefaultRoute & { readonly metric: number })[] {
  const [device = '', destination, gateway = '', flags = '', , , metric = '', mask] = line.trim().split(/\s+/)
  const isDefault = destination === '00000000' && mask === '00000000' && /^[\dA-F]{8}$/i.test(gateway)
  if (!isDefault || (Number.parseInt(flags, 16) & UP_AND_GATEWAY) !== UP_AND_GATEWAY) return []
  return [{ device, gateway: dotted(gateway), metric: Number(metric) }]
}

/** The kernel prints the address as a number in the byte order of the machine; all that Node runs on have the lowest first. */
function dotted(hex: string): string {
  return Buffer.from(hex, 'hex').toReversed().join('.')
}
