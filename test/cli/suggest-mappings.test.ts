import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { parse } from 'yaml'
import { suggestionLines } from '../../core/cli/suggest-mappings/suggestion-words.js'
import { reported } from '../../core/mapping-suggestion/reported-suggestion.js'
import { generateLibrary } from '../../demo/library/generate-library.js'
import { freePort } from '../../demo/run/free-port.js'
import { worldOf } from '../end-to-end/harness.js'
import { mirrored, suggestionFor } from '../mapping-suggestion/lists.js'

const entry = fileURLToPath(new URL('../../core/cli/main.js', import.meta.url))

interface Ended { readonly code: number, readonly out: string, readonly err: string }

function run(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, 'suggest-mappings', ...args], { env: { PATH: process.env['PATH'], ...env } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

const planted = [
  { name: 'media', plex: '/plex/media', stash: 'D:\\Videos', ignoreCase: true },
  { name: 'archive', plex: '/plex/archive', stash: '\\\\nas\\archive', ignoreCase: true },
]
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name)
const temporary = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('stash2plex-suggest-'))

t.test('finds the rules without a server and with one', async (t) => {
  const library = generateLibrary({ seed: 4, scenes: 200, layout: 'windows-stash' })
  const world = await worldOf(t, { scenes: 200, library })
  world.plex.createItems()
  const { stashApiKey, plexToken, apiKey } = world.keys
  const env = { STASH_URL: world.stash.url, STASH_API_KEY: stashApiKey, PLEX_URL: world.plex.url, PLEX_TOKEN: plexToken, DATA_DIR: world.dataDir, PORT: String(await freePort()) }

  await t.test('reads both itself where nothing answers, and leaves nothing behind', async (t) => {
    const before = temporary()
    const { code, out, err } = await run([], env)
    t.equal(code, 0, err)
    t.strictSame((parse(out) as { pathMappings: typeof planted }).pathMappings.toSorted(byName), planted.toSorted(byName), 'all of it may be pasted')
    t.match(err, /No Stash2Plex runs here/)
    t.notMatch(out + err, new RegExp([stashApiKey, plexToken].map((key) => key.replaceAll(/[/+~]/g, '\\$&')).join('|')))
    t.notOk(existsSync(world.dataDir), 'the data folder is not touched')
    t.strictSame(temporary().filter((name) => !before.includes(name)), [])
  })

  await t.test('asks the server that runs', async (t) => {
    await world.startReady()
    const asked = () => run(['--json', '--url', world.provider.url], { ...env, API_KEY: apiKey })
    let ended = await asked()
    while (ended.err.includes('S2P_SUGGESTION_TOO_EARLY')) ended = await asked()
    t.equal(ended.code, 0, ended.err)
    const { rules, files, obstacle } = JSON.parse(ended.out) as { rules: { rule: typeof planted[number] }[], files: { explained: number }, obstacle: string | null }
    t.strictSame(rules.map(({ rule }) => rule).toSorted(byName), planted.toSorted(byName))
    t.equal(obstacle, null)
    t.ok(files.explained > 150)
  })

  await t.test('says when a server is named that does not answer', async (t) => {
    const { code, err } = await run(['--url', `http://127.0.0.1:${await freePort()}`], { ...env, API_KEY: apiKey })
    t.equal(code, 1)
    t.match(err, /S2P_SERVER_AWAY/)
  })
})

t.test('says what a comparison found, as comments of the YAML', async (t) => {
  const words = (plex: Parameters<typeof suggestionFor>[0], stash: Parameters<typeof suggestionFor>[1]): string => suggestionLines(reported(suggestionFor(plex, stash, ['/plex/media']), undefined)).join('\n')
  const { plex, stash } = mirrored([['/plex/media', '/data/media']], { count: 100 })

  const good = words(plex, stash)
  t.strictSame(parse(good), { pathMappings: [{ name: 'media', plex: '/plex/media', stash: '/data/media' }] })
  t.match(good, /This rule explains 100 of 100 files \(100 %\) that both libraries hold; 100 sizes agree, 0 differ\./)

  const moved = words(plex.map((file, nth) => (nth % 5 === 0 ? { ...file, path: `/plex/media/sorted/${nth}/\u001B[2J${file.path.split('/').at(-1) ?? ''}` } : file)), stash)
  t.match(moved, /# Look before you paste: they explain only 80 of /)
  t.notOk(moved.includes('\u001B'), 'nothing that a terminal would obey')

  const contrary = words(plex.map(({ path, size }) => ({ path, size: size + 500_000 })), stash)
  t.equal(parse(contrary), null)
  t.match(contrary, /No rule to suggest: folders of Plex and Stash correspond by their names.*\n.*\n# Not suggested: \/plex\/media and \/data\/media correspond by their names, but of 100 files 100 differ in size/)

  const years = (nth: number): string => ['2023', '2024'][nth % 2] ?? ''
  const studios = (nth: number): string => ['Harbour', 'Lantern', 'Cedar'][nth % 3] ?? ''
  const rearranged = words(plex.map((file, nth) => ({ ...file, path: `/plex/media/${years(nth)}/${studios(nth)}/${nth}.mp4` })), stash.map((file, nth) => ({ ...file, path: `/data/${studios(nth)}/${years(nth)}/${nth}.mp4` })))
  t.match(rearranged, /# In another order: 100 files under \/plex\/media and \/data\. No folder rule can say that/)

  const same = mirrored([['/plex/media', '/plex/media']])
  t.match(words(same.plex, same.stash), /at the same paths: no rules are needed/)
})
