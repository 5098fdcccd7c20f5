import type { CatalogFile, FileFacts } from '../../shared/plugin-api/index.js'
import { askedWords } from '../match/words.js'
import type { FileExplanation, PlaceExplained, RuleTried } from './explain-file.js'
import type { ItemExplanation } from './explain-item.js'
import type { SceneExplanation } from './explain-scene.js'

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

export function fileText(file: FileExplanation): string {
  const { hints, places, trace, proposed, decision, notes, scene } = file
  return [
    `${hints.manual ? 'Fix Match' : 'Automatic match'} of ${hints.filename ?? hints.title ?? 'nothing'}${hints.filename !== undefined && hints.title !== undefined ? `, title "${hints.title}"` : ''}`,
    ...places.length === 0 ? [] : ['Where the file can be:', ...indent(places.flatMap(placeLines))],
    'Asked:', ...indent(askedWords(trace)),
    ...proposed.length === 0 ? [] : ['Scenes proposed:', ...indent(proposed.map(({ sceneId, title, files }) => `${sceneId}${title === undefined ? '' : ` "${title}"`}: ${files.map(fileWords).join('; ') || 'no file in the catalog'}`))],
    ...notes.map((note) => `Note: ${note}.`),
    `Decision: ${decision.words} (${decision.why}), after ${Math.round(trace.ms)} ms`,
    ...scene === undefined ? [] : ['', sceneText(scene)],
  ].join('\n')
}

export function sceneText({ sceneId, ratingKey, staleSince, steps, metadata }: SceneExplanation): string {
  return [
    `Scene ${sceneId}, rating key ${ratingKey}${staleSince === undefined ? '' : `, from a copy of ${new Date(staleSince).toISOString()}, because Stash fails`}`,
    'Enrichers:',
    ...indent(steps.length === 0 ? ['none'] : steps.map(({ enricher, patch, fault }) => `${enricher}: ${patch === undefined ? `left out, ${fault ?? ''}` : patchWords(patch)}`)),
    'Plex is told:',
    ...indent(Object.entries(metadata).filter(([, value]) => !isEmpty(value)).map(([field, value]) => `${field}: ${valueWords(value)}`)),
  ].join('\n')
}

export function itemText({ item, files, scene }: ItemExplanation): string {
  const matched = item.matchedTo === undefined ? `not matched by Stash2Plex (${item.guid || 'no guid'})` : `matched to scene ${item.matchedTo}`
  const head = `Plex's item ${item.ratingKey} "${item.title}": ${matched}; ${item.files.length} file(s)`
  return [head, ...files.map(fileText), ...scene === undefined ? [] : ['At present:', sceneText(scene)]].join('\n\n')
}

function placeLines({ plexPath, root, sectionId, rules, stash, inStash, inPlex, local }: PlaceExplained): string[] {
  const where = root === '' ? 'the name itself' : `library folder ${root}${sectionId === undefined ? '' : `, section ${sectionId}`}`
  const stashLine = stash === undefined ? [] : [inStash.length === 0 ? 'Stash has no file there' : `Stash: ${inStash.map((file) => `scene ${file.sceneId}, ${fileWords(file)}`).join('; ')}`]
  const localLine = local === 'not mounted' ? [] : [`this machine: ${local === 'absent' ? 'no such file' : bytes(local)}`]
  return [`${plexPath} (${where})`, ...indent([...rules.map(ruleWords), ...stashLine, ...plexWords(inPlex), ...localLine])]
}

function ruleWords({ rule, stashPath, silenced }: RuleTried): string {
  if (stashPath === undefined) return `rule ${rule}: does not cover it`
  return silenced ? `rule ${rule}: would lead to ${stashPath}, but is switched off, because it fails on real paths` : `rule ${rule}: leads to ${stashPath}`
}

function plexWords(facts: FileFacts | 'not asked'): string[] {
  if (facts === 'not asked') return []
  if (facts === 'absent') return ['Plex: no such file']
  return [facts === 'unknown' ? 'Plex: cannot tell now' : `Plex: ${bytes(facts.size)}, item ${facts.ratingKey}`]
}

function fileWords({ path, size }: CatalogFile): string {
  return `${path}, ${bytes(size)}`
}

function bytes(size: number): string {
  return `${size.toLocaleString('en')} bytes`
}

function patchWords(patch: object): string {
  const changes = Object.entries(patch).map(([field, value]) => `${field} ${value === null ? 'removed' : `= ${valueWords(value)}`}`)
  return changes.join('; ') || 'changes nothing'
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function valueWords(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 299)}…` : text
}
