import type { StashId } from '../../shared/domain/scene.js'

/** `https://stashdb.org/graphql` and an id become `stashdb://<id>`; what cannot be written as a URI is left out. */
export function externalIdsOf(stashIds: readonly StashId[]): readonly string[] {
  const ids = stashIds.flatMap(({ endpoint, stashId }) => {
    const scheme = schemeOf(endpoint)
    return scheme !== undefined && /^[\w-]{1,100}$/.test(stashId) ? [`${scheme}://${stashId}`] : []
  })
  return [...new Set(ids)]
}

const mostKnown = 100
const known = new Map<string, string | undefined>()

/** Every scene names one of the same few stash-boxes. */
function schemeOf(endpoint: string): string | undefined {
  if (known.has(endpoint)) return known.get(endpoint)
  if (known.size >= mostKnown) known.clear()
  const scheme = schemeIn(endpoint)
  known.set(endpoint, scheme)
  return scheme
}

function schemeIn(endpoint: string): string | undefined {
  const labels = hostOf(endpoint).split('.')
  const name = (labels.length > 1 ? labels.at(-2) : labels[0])?.replace(/[^a-z\d]/g, '')
  return name !== undefined && /^[a-z]/.test(name) ? name : undefined
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).hostname : ''
}
