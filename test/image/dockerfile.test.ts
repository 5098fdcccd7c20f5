import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { parse } from 'yaml'
import { scalarSettings, variableName } from '../../core/config/schema.js'

interface Instruction { readonly keyword: string, readonly text: string }
interface Stage { readonly name: string, readonly base: string, readonly instructions: readonly Instruction[] }
interface Service { readonly user: string, readonly network_mode?: string, readonly ports?: string[], readonly extra_hosts?: string[], readonly environment: Record<string, string>, readonly volumes: string[] }

const { stagesIn, copyOf, pairsIn, contextFilter } = await import(new URL('../../../scripts/dockerfile.mjs', import.meta.url).href) as {
  stagesIn: (text: string) => readonly Stage[]
  copyOf: (text: string) => { readonly flags: Record<string, string>, readonly sources: readonly string[], readonly target: string }
  pairsIn: (text: string) => Record<string, string>
  contextFilter: (text: string) => (path: string) => boolean
}
const stages = stagesIn(readFileSync('Dockerfile', 'utf8'))
const image = stages.at(-1)!
const all = (keyword: string) => image.instructions.filter((one) => one.keyword === keyword).map(({ text }) => text)
const reaches = contextFilter(readFileSync('.dockerignore', 'utf8'))
const variables = new Set([...Object.keys(scalarSettings).map(variableName), 'CONFIG_FILE', 'TZ', 'NODE_ENV'])

t.test('the image runs as an ordinary user', async (t) => {
  t.strictSame(all('USER'), ['node'])
  t.strictSame(all('RUN'), [], 'so that another processor needs no emulator')
})

t.test('signals arrive, since no shell stands between', async (t) => {
  t.strictSame(all('STOPSIGNAL'), ['SIGTERM'])
  const [entry = ''] = all('ENTRYPOINT')
  t.equal((JSON.parse(entry) as string[])[0], 'node')
})

t.test('the image and the guide start it as npm does', async (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  const [entry = ''] = all('ENTRYPOINT')
  t.equal((JSON.parse(entry) as string[]).join(' ').replace('/app/', ''), scripts.start)
  t.ok(readFileSync('docs/guides/install.md', 'utf8').includes(`ExecStart=/usr/bin/${scripts.start}\n`))
})

t.test('what the image starts is what is built', async (t) => {
  const [probe = ''] = all('HEALTHCHECK')
  const files = [...all('ENTRYPOINT'), probe].flatMap((text) => text.match(/\/app\/[\w/.]+/g) ?? [])
  t.equal(files.length, 2)
  for (const file of files) t.ok(existsSync(file.replace('/app/', '')), file)
})

t.test('every base names a release line', async (t) => {
  for (const { base } of stages) t.match(base, /^node:\d+-slim$/)
})

t.test('every copied file is there and reaches the builder', async (t) => {
  const sources = stages.flatMap(({ instructions }) => instructions).filter(({ keyword }) => keyword === 'COPY').map(({ text }) => copyOf(text)).filter(({ flags }) => flags['from'] === undefined).flatMap((copy) => copy.sources)
  t.ok(sources.length > 5)
  for (const source of sources) t.ok(existsSync(source) && reaches(source), source)
})

t.test('no secret and no leftover reaches the builder', async (t) => {
  for (const path of ['.env', 'core/.env', '.git/config', 'node_modules/fastify', 'plugins/x/node_modules/y', 'dist/core', 'data/api-key', 'test/image']) t.notOk(reaches(path), path)
})

t.test('the variables of the image are settings', async (t) => {
  const names = all('ENV').flatMap((text) => Object.keys(pairsIn(text)))
  t.strictSame(names.filter((name) => !variables.has(name)), [])
  t.notOk(names.includes('CONFIG_FILE'), 'a file that need not be there')
})

for (const file of ['compose.yaml', 'compose.host.yaml']) {
  const service = (parse(readFileSync(file, 'utf8')) as { services: { stash2plex: Service } }).services.stash2plex
  t.test(`${file} names only settings that exist`, async (t) => {
    t.strictSame(Object.keys(service.environment).filter((name) => !variables.has(name)), [])
    t.equal(service.volumes.length, 2)
    t.match(service.user, /^\d+:\d+$/)
  })
  t.test(`${file} lets the container reach this machine`, async (t) => {
    if (service.network_mode === 'host') t.match(service.environment['STASH_URL'], '//localhost:')
    else t.strictSame(service.extra_hosts, ['host.docker.internal:host-gateway'])
    t.equal(service.ports === undefined, service.network_mode === 'host', 'ports are mapped on a bridge only')
  })
}
