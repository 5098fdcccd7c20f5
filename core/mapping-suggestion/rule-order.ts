import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { folderForm } from '../../shared/path-mapping/path-form.js'
import { countSlashes } from './folder-path.js'

type Folders = Omit<FolderRuleOptions, 'name'>

/** The narrower rules before the wider, and none that the next wider one says too. */
export function rulesInOrder(rules: readonly Folders[]): Folders[] {
  const ordered = rules.toSorted((a, b) => depth(b) - depth(a) || (a.plex < b.plex ? -1 : 1))
  return ordered.filter((rule) => {
    const wider = ordered.find((other) => isInside(rule, other))
    return wider === undefined || !says(wider, rule)
  })
}

function depth({ plex }: Folders): number {
  return countSlashes(folderForm(plex))
}

function isInside({ plex }: Folders, other: Folders): boolean {
  return folderForm(plex).startsWith(`${folderForm(other.plex)}/`)
}

function says(wider: Folders, { plex, stash, ignoreCase }: Folders): boolean {
  const rest = folderForm(plex).slice(folderForm(wider.plex).length)
  return folderForm(wider.stash) + rest === folderForm(stash) && wider.ignoreCase === ignoreCase
}
