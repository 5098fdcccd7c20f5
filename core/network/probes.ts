import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Probes } from './host-address.js'

/** Milliseconds; a start must not hang on a name server. */
const patience = 2_000

/** Asks the real network. */
export const probes: Probes = { answers, resolves }

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience })
    const end = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', end(true)).once('timeout', end(false)).once('error', end(false))
  })
}

async function resolves(hostname: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => { timer = setTimeout(() => { resolve(false) }, patience) })
  const found = lookup(hostname).then(() => true, () => false)
  return Promise.race([found, late]).finally(() => { clearTimeout(timer) })
}
