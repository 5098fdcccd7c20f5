import t from 'tap'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { layoutNames, layouts, type Layout } from '../../demo/library/layout.js'
import { foldersOf, suggestionFor } from './lists.js'

interface FolderRule { readonly plex: unknown, readonly stash: unknown, readonly ignoreCase?: boolean }

/** Folder rules without their names; what the layout rearranges no folder rule can say. */
function planted({ pathMappings, roots }: Layout, name: string): object[] {
  if (name === 'no-rules') return [roots.loose, roots.media, roots.archive]
  const rules = pathMappings as readonly FolderRule[]
  return rules.filter(({ plex }) => typeof plex === 'string').map(({ plex, stash, ignoreCase }) => ({ plex, stash, ...(ignoreCase === undefined ? {} : { ignoreCase }) }))
}

const byPlex = (a: object, b: object): number => JSON.stringify(a).localeCompare(JSON.stringify(b))

for (const name of layoutNames) {
  t.test(`finds the planted rules of the layout ${name}`, async (t) => {
    for (const scenes of [400, 2000]) {
      const library = generateLibrary({ seed: 7, scenes, layout: name })
      const suggestion = suggestionFor(library.items, library.scenes.flatMap(({ files }) => files), library.sections.flatMap(({ locations }) => locations))
      t.strictSame(foldersOf(suggestion).toSorted(byPlex), planted(layouts[name], name).toSorted(byPlex), `${scenes} scenes`)
      const isRearranged = name === 'mixed' || name === 'rearranged'
      t.equal(suggestion.rearranged.length > 0, isRearranged, 'says what is rearranged')
      if (isRearranged) t.match(suggestion.rearranged, [{ plex: '/plex/extra/years', stash: '/data/by-studio' }])
      t.ok(suggestion.unexplained.length > 0 && suggestion.unexplained.every(({ path }) => path !== ''), 'shows what stays')
    }
  })
}

t.test('a folder of files that differ in size is refused, and shown', async (t) => {
  const library = generateLibrary({ seed: 7, scenes: 2000, layout: 'mixed' })
  const { refused } = suggestionFor(library.items, library.scenes.flatMap(({ files }) => files), library.sections.flatMap(({ locations }) => locations))
  t.match(refused, [{ rule: { plex: '/plex/extra/loose', stash: '/data/unsorted' } }])
})
