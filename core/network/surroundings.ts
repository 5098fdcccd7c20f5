import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultRoute } from './default-gateway.js'

/** How this process stands to the machine that it runs on. */
export type Surroundings =
  /** No container, or one whose host cannot be found: a pod, an address of its own in the home network. */
  | { readonly kind: 'plain' }
  /** A container that shares the host's network. */
  | { readonly kind: 'host-network' }
  /** A container behind a bridge. */
  | { readonly kind: 'bridge', readonly gateway: string }

export interface SurroundingsOptions {
  /** Where `/proc`, `/sys` and the rest are looked for; `/` when absent. */
  readonly root?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const engineInCgroup = /docker|containerd|libpod|lxc/
/** Interfaces that only the host of a container engine has. */
const enginesOwn = /^(?:docker0|podman\d+|cni\d+|cni-podman\d+|lxcbr\d+|veth.+)$/
/** Interfaces with an address of their own in the home network: their gateway is the router. */
const routed = /^DEVTYPE=(?:macvlan|ipvlan|macvtap)$/m

export function surroundings({ root = '/', env }: SurroundingsOptions): Surroundings {
  // In a pod, localhost is the other containers of the pod, and the gateway is nobody whom an admin means.
  if (!isContainer(root, env) || env['KUBERNETES_SERVICE_HOST'] !== undefined) return { kind: 'plain' }
  if (devices(root).some((device) => enginesOwn.test(device))) return { kind: 'host-network' }
  const route = defaultRoute(textOf(join(root, 'proc/net/route')))
  if (route === undefined || routed.test(textOf(join(root, 'sys/class/net', route.device, 'uevent')))) return { kind: 'plain' }
  return { kind: 'bridge', gateway: route.gateway }
}

function isContainer(root: string, env: SurroundingsOptions['env']): boolean {
  // Podman, systemd-nspawn and LXC set the variable.
  return (env['container'] ?? '') !== ''
    || ['.dockerenv', 'run/.containerenv'].some((sign) => existsSync(join(root, sign)))
    || engineInCgroup.test(textOf(join(root, 'proc/1/cgroup')))
}

function devices(root: string): readonly string[] {
  try {
    return readdirSync(join(root, 'sys/class/net'))
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
