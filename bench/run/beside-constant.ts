import type { Figure } from '../bench.js'
import { loadOn, type LoadOptions } from '../load.js'
import { alternate, middle } from './alternate.js'
import { built, startServer, type Server } from './server.js'

export interface BesideConstant {
  readonly what: string
  readonly product: Server
  /** An answer of the product's, which the bare Fastify gives to every request. */
  readonly answer: string
  readonly load: Omit<LoadOptions, 'url'>
}

const TURNS = 4

/** The product and a bare Fastify that answers constant JSON of the same bytes, by turns under the same load. */
export async function besideConstant({ what, product, answer, load }: BesideConstant): Promise<readonly Figure[]> {
  const constant = await startServer({ entry: built('constant-server.js'), args: [answer] })
  try {
    const measure = (server: Server) => () => loadOn(server, load)
    const { ours, baseline } = await alternate(TURNS, { ours: measure(product), baseline: measure(constant) })
    return [
      { what: `${what}; bare Fastify`, unit: 'requests/s', value: middle(ours, (one) => one.perSecond), baseline: middle(baseline, (one) => one.perSecond), reach: '0.5 or more' },
      { what: 'the same, by the processor time that each took', unit: 'requests/busy s', value: middle(ours, (one) => one.perBusySecond), baseline: middle(baseline, (one) => one.perBusySecond), reach: '0.5 or more' },
      { what: 'the same, p99', unit: 'ms', value: middle(ours, (one) => one.p99), baseline: middle(baseline, (one) => one.p99), reach: 'shown only' },
    ]
  } finally {
    await constant.stop()
  }
}
