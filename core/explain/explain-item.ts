import { restBelow } from '../../shared/path-mapping/folder-rule.js'
import { folderForm } from '../../shared/path-mapping/path-form.js'
import { normalPath } from '../../shared/text/fold.js'
import { fault } from '../errors.js'
import { parseGuid, ratingKeyOf } from '../plex/rating-key.js'
import type { ExplainOptions } from './collaborators.js'
import { explainFile, type Asking, type FileExplanation } from './explain-file.js'
import { explainScene, type SceneExplanation } from './explain-scene.js'

export interface ItemExplanation {
  readonly item: {
    readonly ratingKey: string
    readonly title: string
    readonly guid: string
    /** The scene that Plex has it matched to now, when it is one of ours. */
    readonly matchedTo: string | undefined
    readonly files: readonly string[]
  }
  /** Each file as a scan would have it matched: without the present guid. */
  readonly files: readonly FileExplanation[]
  /** What Plex is told of the scene that it is matched to. */
  readonly scene: SceneExplanation | undefined
}

/** An item has one file, or as many as it has versions and parts. */
const mostFiles = 4

/** @throws `S2P_ITEM_UNKNOWN`, `S2P_BAD_REQUEST` without Plex, and what the Plex client throws */
export async function explainItem(ratingKey: string, options: ExplainOptions, { manual, ...asking }: Asking & { readonly manual: boolean }): Promise<ItemExplanation> {
  if (options.plexItem === undefined) throw fault('S2P_BAD_REQUEST', { why: 'Plex\'s own rating keys can be looked up only with PLEX_URL and PLEX_TOKEN set' })
  const item = await options.plexItem(ratingKey, asking.signal)
  if (item === undefined) throw fault('S2P_ITEM_UNKNOWN', { ratingKey })
  const paths = item.files.map(({ path }) => path)
  const own = parseGuid(item.guid)
  const files: FileExplanation[] = []
  for (const path of paths.slice(0, mostFiles)) files.push(await explainFile(bodyFor(path, manual, options), options, asking))
  const scene = own === undefined ? undefined : await explainScene(own.sceneId, options, asking.signal, ratingKeyOf(own.sceneId, own.createdAt)).catch(() => undefined)
  return { item: { ratingKey, title: item.title, guid: item.guid, matchedTo: own?.sceneId, files: paths }, files, scene }
}

/** What Plex would send for the file on a scan. */
function bodyFor(path: string, manual: boolean, { plex }: ExplainOptions): object {
  const whole = normalPath(path)
  const roots = (plex?.roots() ?? []).map((root) => folderForm(root.path)).filter((root) => restBelow(root, whole, false) !== undefined)
  const root = roots.sort((a, b) => b.length - a.length)[0]
  const filename = root === undefined ? whole : restBelow(root, whole, false)
  const stem = whole.split('/').at(-1)?.replace(/(?<=.)\.[^.]*$/, '')
  return { type: 1, title: stem, filename, manual }
}
