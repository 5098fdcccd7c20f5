export const pluginKinds = ['matcher', 'enricher', 'gap-source'] as const
export type PluginKind = typeof pluginKinds[number]

const bodies: Readonly<Record<PluginKind, string>> = {
  matcher: `    host.addMatcher({
      accepts: ({ filename }) => filename !== undefined,
      match({ filename }) {
        const { files } = host.catalog.byBasename(host.text.basename(filename ?? ''))
        // Below 100 is for Fix Match only; 100 means that a wrong answer is impossible.
        return files.map(({ sceneId }) => ({ sceneId, score: 60, reason: 'same name' }))
      },
    })`,
  enricher: `    host.addEnricher({
      // A value replaces the field, null removes it, an absent field stays as it is.
      enrich: (scene) => (scene.code === undefined ? {} : { tagline: scene.code }),
    })`,
  'gap-source': `    host.addGapSource({
      side: 'plex',
      // Each page has all files of its owners. Throw when you cannot list everything.
      async * list({ signal }) {
        signal.throwIfAborted()
        yield []
      },
      // The folders that the listing covers.
      roots: () => [],
    })`,
}

export function pluginSource(kind: PluginKind, id: string): string {
  return `/** @type {import('./types/plugin-api/index.js').Plugin} */
const plugin = {
  id: '${id}',
  apiVersion: 1,
  configSchema: { type: 'object', additionalProperties: false, properties: {} },
  register(host) {
${bodies[kind]}
  },
}

export default plugin
`
}

export function testSource(kit: string): string {
  return `import test from 'node:test'
// Where Stash2Plex is installed; correct it when that moves.
import { conforms } from '${kit.replaceAll('\'', '%27')}'
import plugin from './index.mjs'

test('keeps the contract', () => conforms(plugin))
`
}

export function readmeText(kind: PluginKind, id: string): string {
  return `# ${id}

A ${kind.replace('-', ' ')} for Stash2Plex. What it does, and when:

## Options

None.

## Work on it

- \`index.mjs\` is the plugin. Import nothing from Stash2Plex but types; \`types/\` has them for your editor, with the manual in their comments.
- \`node --test index.test.mjs\` tries whether it keeps the contract.
- It runs once \`plugins\` in stash2plex.yaml names \`${id}\`; \`GET /plugins\` says what became of it.
- The guide is docs/guides/write-a${kind === 'enricher' ? 'n' : ''}-${kind}.md of Stash2Plex.
`
}
