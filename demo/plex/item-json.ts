import type { JsonObject, PlexItem, PlexSection } from './plex-item.js'

/** An item as a listing shows it; `checkFiles` adds whether the file is there. */
export function itemJson(item: PlexItem, { checkFiles = false } = {}): JsonObject {
  const { ratingKey, duration, path, size, sectionId } = item.sample
  const container = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  const presence = checkFiles ? { exists: !item.trashed, accessible: !item.trashed } : {}
  const part = { id: ratingKey * 10 + 2, key: `/library/parts/${ratingKey * 10 + 2}/file`, file: path, size, duration, container, ...presence }
  return {
    ratingKey: String(ratingKey), key: `/library/metadata/${ratingKey}`, guid: item.guid, type: 'movie', title: item.title,
    librarySectionID: Number(sectionId), addedAt: item.addedAt, updatedAt: item.updatedAt, duration,
    ...(item.year === undefined ? {} : { year: item.year }),
    ...(item.metadata?.['summary'] === undefined ? {} : { summary: item.metadata['summary'] }),
    Media: [{ id: ratingKey * 10 + 1, duration, container, width: 1920, height: 1080, videoCodec: 'h264', Part: [part] }],
  }
}

export function sectionJson(section: PlexSection): JsonObject {
  return {
    key: section.id, title: section.title, type: section.type, agent: section.agent, scanner: section.scanner, language: section.language,
    refreshing: section.refreshing, scannedAt: section.scannedAt, createdAt: 1_700_000_000, updatedAt: 1_700_000_000, hidden: 0,
    ...(section.groupId === undefined ? {} : { metadataAgentProviderGroupId: section.groupId }),
    Location: section.locations.map((path, index) => ({ id: Number(section.id) * 100 + index, path })),
  }
}
