import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { basename } from '../../shared/text/path-names.js'

/** Each rule gets a short name of its own, after Plex's folder. */
export function named(rules: readonly Omit<FolderRuleOptions, 'name'>[]): FolderRuleOptions[] {
  const taken = new Set<string>()
  return rules.map((rule) => {
    const name = free(nameOf(rule.plex), taken)
    taken.add(name)
    return { name, ...rule }
  })
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  for (let count = 2; ; count++) if (!taken.has(`${name}-${count}`)) return `${name}-${count}`
}

function nameOf(folder: string): string {
  const drive = /^([a-z]):\\?$/iu.exec(folder)?.[1]
  if (drive !== undefined) return `drive-${drive.toLowerCase()}`
  const words = basename(folder).normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/gu, '')
  return words === '' ? 'all' : words.slice(0, 40)
}
