import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'

const schema = JSON.parse(readFileSync('docs/reference/stash2plex.schema.json', 'utf8')) as { readonly properties: object }
const check = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema)

t.test('the editors\' schema takes the README\'s file', async (t) => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
  t.ok(yaml.includes('pathMappings'))
  t.ok(check(parse(yaml)), JSON.stringify(check.errors))
})

t.test('the editors\' schema marks what the server refuses', async (t) => {
  for (const yaml of ['pathMapping: []', 'pathMappings: [{ name: nas, plex: /a }]', 'port: many', 'gaps: { shedule: daily }', 'plugins: [Not_An_Id]', 'plugins: [{ filename: { automatic: sometimes } }]', 'plugins: [{ titles: { tempalte: x } }]']) t.notOk(check(parse(yaml)), yaml)
  for (const yaml of ['{}', 'pathMappings: []', 'gaps: { schedule: daily }', 'plugins: [my-own: { anything: 1 }, { filename: { automatic: never, enabled: true } }, titles, oshash: ]']) t.ok(check(parse(yaml)), yaml)
})

t.test('every settings file in the docs is one', async (t) => {
  const pages = [...['docs/guides', 'docs/decisions'].flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))), ...readdirSync('plugins').map((id) => join('plugins', id, 'readme.md'))]
  const blocks = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => ({ page, file: parse(text) as object })))
  // Others are pieces of compose files and of Prometheus' own.
  const settings = blocks.filter(({ file }) => Object.keys(file).some((key) => Object.hasOwn(schema.properties, key)))
  t.ok(settings.length > 15)
  for (const { page, file } of settings) t.ok(check(file), `${page}: ${JSON.stringify(check.errors)}`)
})
