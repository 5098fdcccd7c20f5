import { folderForm, isAbsolute, samePath } from './path-form.js'
import type { Rule, RuleDraft } from './rule.js'
import type { FolderRuleOptions } from './rule-options.js'

type Side = 'plex' | 'stash' | 'local'

const SEES: Record<Side, string> = { plex: 'Plex sees it', stash: 'Stash sees it', local: 'this machine sees it' }

/** Makes the rule of two literal folders. */
export function folderRule(options: FolderRuleOptions): RuleDraft {
  const { plex, stash, local } = options
  const faults = [
    ...folderFaults('plex', plex),
    ...folderFaults('stash', stash),
    ...local === undefined ? [] : folderFaults('local', local),
  ]
  return faults.length > 0 ? { faults } : { rule: ready(options), faults }
}

function ready({ name, plex, stash, local, ignoreCase = false }: FolderRuleOptions): Rule {
  const onPlex = folderForm(plex)
  const onStash = folderForm(stash)
  const here = local === undefined ? undefined : folderForm(local)
  return {
    name,
    ignoreCase,
    localFolder: here,
    toStash: (path) => moved(path, { from: onPlex, to: onStash, ignoreCase }),
    toPlex: (path) => moved(path, { from: onStash, to: onPlex, ignoreCase }),
    ...here === undefined ? {} : { toLocal: (path: string) => moved(path, { from: onPlex, to: here, ignoreCase }) },
  }
}

function folderFaults(side: Side, folder: string): string[] {
  if (folder.trim() === '') return [`${side} is empty; write the folder as ${SEES[side]}`]
  const form = folderForm(folder)
  if (form !== '' && !isAbsolute(form)) {
    return [`${side} "${folder}" is not a whole path; begin it with "/", a drive such as "O:\\" or a share such as "\\\\nas\\media"`]
  }
  const dots = form.split('/').find((segment) => segment === '.' || segment === '..')
  return dots === undefined ? [] : [`${side} "${folder}" contains "${dots}"; write the folder out`]
}

interface Move {
  readonly from: string
  readonly to: string
  readonly ignoreCase: boolean
}

function moved(path: string, { from, to, ignoreCase }: Move): string | undefined {
  const rest = restBelow(from, path, ignoreCase)
  if (rest === undefined) return undefined
  return to + rest === '' ? '/' : to + rest
}

/**
 * What follows the folder in the path, with its leading slash; empty for the folder itself. The comparison is by whole
 * segments, so it does not matter that folding can change a text's length.
 */
export function restBelow(folder: string, path: string, ignoreCase: boolean): string | undefined {
  if (folder === '') return belowRoot(path)
  if (path.startsWith(folder) && (path.length === folder.length || path[folder.length] === '/')) return path.slice(folder.length)
  const end = endOfSegment(path, slashesIn(folder))
  if (end === undefined || !samePath(path.slice(0, end), folder, ignoreCase)) return undefined
  return path.slice(end)
}

function belowRoot(path: string): string | undefined {
  if (path === '/') return ''
  return path.startsWith('/') && !path.startsWith('//') ? path : undefined
}

function slashesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('/'); at !== -1; at = text.indexOf('/', at + 1)) count++
  return count
}

/** Where the segment ends that follows the given number of slashes. */
function endOfSegment(path: string, slashes: number): number | undefined {
  let at = -1
  for (let seen = 0; seen < slashes; seen++) {
    at = path.indexOf('/', at + 1)
    if (at === -1) return undefined
  }
  const end = path.indexOf('/', at + 1)
  return end === -1 ? path.length : end
}
