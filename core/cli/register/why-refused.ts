import { fault, type CodedError } from '../../errors.js'
import { IDENTIFIER } from '../../plex/rating-key.js'
import type { PlexAgents } from '../../plex-server/plex-agents.js'
import type { ProviderAddress } from './provider-address.js'

export type AnswerHere = 'ours' | 'nobody' | 'something else'

/** Milliseconds. */
const patience = 5_000

/** Plex only says that it does not want the provider; what answers at the address from here tells why. */
export async function whyRefused(agents: PlexAgents, { uri, shown }: ProviderAddress, status: number): Promise<CodedError> {
  const { url } = agents
  if (status !== 400 && status !== 409) return fault('S2P_PLEX_REFUSES', { url, what: `add the provider at ${shown}`, status, mend: 'The token must be that of the server\'s owner.' })
  return fault('S2P_PLEX_PROVIDER_REFUSED', { url, address: shown, why: reasons[await answerAt(uri)] })
}

const reasons: Readonly<Record<AnswerHere, string>> = {
  ours: 'Stash2Plex answers there from here, so it is Plex that cannot reach it. Give an address that Plex\'s own machine or container can open, by --address',
  nobody: 'nothing answers there, from here either. Start Stash2Plex first, or give another address by --address',
  'something else': 'what answers there is not this Stash2Plex. Check the port, and PROVIDER_TOKEN, which the running server and this command must share',
}

/** Who answers at the provider's address, as seen from here. */
export async function answerAt(uri: string): Promise<AnswerHere> {
  try {
    const response = await fetch(uri, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(patience) })
    const body = await response.json().catch(() => undefined) as { readonly MediaProvider?: { readonly identifier?: unknown } } | undefined
    return body?.MediaProvider?.identifier === IDENTIFIER ? 'ours' : 'something else'
  } catch {
    return 'nobody'
  }
}
