import { families } from '../../core/stash/documents.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { startSampleStash } from '../../demo/stash/start-sample-stash.js'
import { sampleScene } from '../catalog/sample-scenes.js'

/** What Stash says about any scene, as JSON text: as rich as those of the sample library, forty of which serve in turn. */
export async function describedScenes(): Promise<(id: number) => string> {
  const document = families.scenes.byCount.at(-1)
  const ids = Array.from({ length: families.scenes.most }, (_, at) => at + 1)
  const variables = Object.fromEntries(ids.flatMap((id) => [[`a${id - 1}`, String(id)], [`n${id - 1}`, id]]))
  const stash = await startSampleStash({ library: generateLibrary({ seed: 1, scenes: 100 }) })
  const response = await fetch(`${stash.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: document?.text, variables }) })
  const { data } = await response.json() as { data: Record<string, object | null> }
  await stash.close()
  const templates = Object.entries(data).filter(([alias, scene]) => alias.startsWith('a') && scene !== null).map(([, scene]) => scene)
  return (id) => {
    const { createdAt, updatedAt } = sampleScene(id)
    return JSON.stringify({ ...templates[id % templates.length], id: String(id), created_at: createdAt, updated_at: updatedAt })
  }
}
