import { PictureAddress } from '../../access/picture-address.js'
import { providerAddress } from '../register/provider-address.js'
import { answerAt } from '../register/why-refused.js'
import { silentLog } from '../silent-log.js'
import { findingsOn, type Finding } from './finding.js'
import type { Situation } from './situation.js'

const on = findingsOn('address')

/** The address given to Plex, and that of the pictures. */
export async function checkAddress({ reading, server }: Situation): Promise<readonly Finding[]> {
  if (reading === undefined) return [on.skipped('not known without settings')]
  const { publicUrl, providerUrl } = reading.config
  const base = providerUrl ?? publicUrl
  if (base === undefined) return [on.note('PUBLIC_URL is not set: pictures get the address at which Plex reaches Stash2Plex', 'Set PUBLIC_URL, so that the pictures\' addresses stay when Plex\'s way to it changes.')]
  const { uri, shown } = providerAddress(base, reading.config)
  const reached = server.state === 'away' ? [] : reachFinding(await answerAt(uri), shown)
  return [...reached.length > 0 ? reached : [on.fine(`${shown} is given to Plex`)], ...await pictureFinding(publicUrl ?? base)]
}

function reachFinding(answer: Awaited<ReturnType<typeof answerAt>>, shown: string): Finding[] {
  if (answer === 'ours') return [on.fine(`Stash2Plex answers at ${shown}`)]
  if (answer === 'nobody') return [on.note(`nothing answers at ${shown} as seen from here; Plex may see it otherwise`, 'If pictures or matches are missing, set PUBLIC_URL or PROVIDER_URL to an address that Plex reaches.')]
  return [on.fault(`what answers at ${shown} is not this Stash2Plex`, 'Check host, port and path of PROVIDER_URL or PUBLIC_URL, the proxy before it, and PROVIDER_TOKEN.')]
}

async function pictureFinding(configured: string): Promise<Finding[]> {
  const address = new PictureAddress({ configured, log: silentLog })
  await address.check()
  const { warning } = address.state()
  if (warning === undefined) return []
  const [says = warning, mend] = warning.split(/ (?=Set PUBLIC_URL)/)
  return [on.note(says, mend)]
}
