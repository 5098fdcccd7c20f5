import type { JsonObject } from './plex-item.js'

export interface Manifest {
  readonly identifier: string
  readonly title: string
  readonly types: readonly number[]
  readonly metadataKey: string
  readonly matchKey: string
}

const IDENTIFIER = /^tv\.plex\.agents\.custom\.[a-zA-Z0-9.]+$/

/**
 * Reads a provider document as strictly as the real server, and stricter where that one would fail only later.
 * Answers the manifest, or the first thing that is wrong with it.
 */
export function readManifest(document: unknown, root: URL): Manifest | string {
  const provider = (document as { MediaProvider?: JsonObject } | null)?.MediaProvider
  if (typeof provider !== 'object') return 'there is no MediaProvider'
  const { identifier, title } = provider
  if (typeof identifier !== 'string' || !IDENTIFIER.test(identifier)) return `identifier ${String(identifier)} is not tv.plex.agents.custom. and letters, digits or dots`
  if (typeof title !== 'string' || title === '') return 'title is missing'
  const types = readTypes(provider['Types'], identifier)
  if (typeof types === 'string') return types
  const features = readFeatures(provider['Feature'], root)
  if (typeof features === 'string') return features
  const [metadataKey, matchKey] = [features.get('metadata'), features.get('match')]
  if (metadataKey === undefined || matchKey === undefined) return 'the features metadata and match are both needed'
  return { identifier, title, types, metadataKey, matchKey }
}

function readTypes(types: unknown, identifier: string): number[] | string {
  if (!Array.isArray(types) || types.length === 0) return 'Types is missing'
  for (const each of types as JsonObject[]) {
    if (typeof each['type'] !== 'number') return 'a type in Types is not a number'
    const schemes = each['Scheme']
    if (!Array.isArray(schemes) || schemes.length === 0) return 'a type in Types has no Scheme'
    if ((schemes as JsonObject[]).some((scheme) => scheme['scheme'] !== identifier)) return 'a scheme is not the identifier'
  }
  return (types as JsonObject[]).map((each) => Number(each['type']))
}

function readFeatures(features: unknown, root: URL): Map<string, string> | string {
  if (!Array.isArray(features) || features.length === 0) return 'Feature is missing'
  const base = root.pathname.replace(/\/+$/, '')
  for (const { type, key } of features as JsonObject[]) {
    if (typeof key !== 'string' || !key.startsWith('/')) return `feature ${String(type)} has no key that starts with a slash`
    if (base !== '' && `${key}/`.startsWith(`${base}/`)) return `feature key ${key} repeats the base path ${base}`
  }
  return new Map((features as { type: string; key: string }[]).map(({ type, key }) => [type, key]))
}
