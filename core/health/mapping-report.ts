import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'

export interface MappingSource {
  /** Names, in their order. */
  readonly rules: readonly string[]
  readonly silenced: readonly string[]
  /** Undefined when `pathMappings` is not there at all. */
  readonly configured: number | undefined
  readonly found: readonly FolderRuleOptions[] | undefined
  /** Unix seconds. */
  readonly foundAt: number | undefined
  /** Why what a comparison of both libraries suggests is not in force. */
  readonly obstacle: string | undefined
  /** Its rules in YAML, when there are any. */
  readonly yaml: string | undefined
}

export interface MappingReport {
  /** `same-path`: no rules are needed, or none are known yet. `found`: nobody wrote them. */
  readonly source: 'configured' | 'found' | 'same-path' | 'none'
  readonly rules: readonly string[]
  readonly silenced: readonly string[]
  readonly foundAt?: string
  readonly obstacle?: string
  /** To be pasted into stash2plex.yaml. */
  readonly yaml?: string
  readonly advice?: string
}

/** Which path mapping rules are in force, and where they come from. */
export function mappingReport({ rules, silenced, configured, found, foundAt, obstacle, yaml }: MappingSource): MappingReport {
  if (configured !== undefined) return { source: configured === 0 ? 'none' : 'configured', rules, silenced }
  const told = { ...(obstacle === undefined ? {} : { obstacle }), ...(yaml === undefined ? {} : { yaml }) }
  if (found === undefined) return { source: 'same-path', rules, silenced, ...told }
  return {
    source: 'found', rules, silenced, ...(foundAt === undefined ? {} : { foundAt: new Date(foundAt * 1000).toISOString() }), ...told,
    advice: 'Nobody wrote these rules: they were found by comparing both libraries, and a path counts only where the size agrees. Paste the YAML into stash2plex.yaml to make them yours, or write pathMappings: [] to switch this off.',
  }
}

/** In one sentence, when somebody should do something. */
export function mappingProblem({ source, obstacle }: MappingReport): string | undefined {
  if (source !== 'same-path' || obstacle === undefined) return undefined
  return `No path mapping rules are configured, and those that a comparison of both libraries suggests cannot be relied on: ${obstacle}. See stash2plex suggest-mappings, and write pathMappings.`
}
