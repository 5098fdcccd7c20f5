import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'

const check = new Ajv({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync('docs/reference/stash2plex.schema.json', 'utf8')) as object)

t.test('the editors\' schema takes the README\'s file', async (t) => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
  t.ok(yaml.includes('pathMappings'))
  t.ok(check(parse(yaml)), JSON.stringify(check.errors))
})

t.test('the editors\' schema marks what the server refuses', async (t) => {
  for (const yaml of ['pathMapping: []', 'pathMappings: [{ name: nas, plex: /a }]', 'port: many', 'gaps: { shedule: daily }', 'plugins: [Not_An_Id]', 'plugins: [{ filename: { automatic: sometimes } }]', 'plugins: [{ titles: { tempalte: x } }]']) t.notOk(check(parse(yaml)), yaml)
  for (const yaml of ['{}', 'pathMappings: []', 'gaps: { schedule: daily }', 'plugins: [my-own: { anything: 1 }, { filename: { automatic: never, enabled: true } }, titles, oshash: ]']) t.ok(check(parse(yaml)), yaml)
})
