import { readdirSync } from 'node:fs'
import { resolve, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { configure } from '../../../core/plugin-system/configure.js'
import { aContext, fakeHost, type FakeHost } from '../../../core/testing/index.js'
import type { Plugin } from '../../../shared/plugin-api/index.js'

const files = Array.from({ length: 50 }, (_, at) => ({ scene: at + 1, path: `/data/Studio ${at}/scene.mp4` }))
const scenes = files.map(({ scene }) => ({ id: String(scene), createdAt: scene, title: `Scene ${scene}`, date: undefined, organized: false }))

/** A host to which every bundled plugin has added what it brings. */
export async function everyPlugin(): Promise<FakeHost> {
  const host = fakeHost({ files, scenes })
  for (const id of readdirSync(resolve('plugins'))) {
    const { default: plugin } = await import(pathToFileURL(join(resolve('dist/plugins'), id, 'index.js')).href) as { readonly default: Plugin }
    const config = configure(id, plugin.configSchema, {})
    if (config.ok) await plugin.register(host, config.value)
  }
  return host
}

/** Asks every matcher about a title and a file name, in Fix Match and not; how many calls that were. */
export async function askMatchers({ matchers }: FakeHost, text: string): Promise<number> {
  let calls = 0
  for (const manual of [true, false]) {
    const places = [{ plexPath: `/plex/${text}`, root: '/plex', stash: { path: `/data/${text}`, rule: 'x', ignoreCase: false } }]
    const hints = { title: text.slice(0, 500), filename: text, guid: text.slice(0, 1000), manual, places }
    for (const matcher of matchers) {
      if (matcher.accepts?.(hints) === false) continue
      calls += 1
      await matcher.match(hints, aContext())
    }
  }
  return calls
}
