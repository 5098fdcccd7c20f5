// Makes the reference of the plugin API from the doc comments in shared/plugin-api and shared/domain. It reads the house's
// own style of TypeScript only (exported interfaces and types, a member a line) and throws at an export that it cannot read.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const order = ['plugin', 'host', 'matcher', 'enricher', 'gap-source', 'call-context', 'catalog', 'stash', 'plex-server', 'libraries', 'paths', 'local-files', 'text', 'scene', 'scene-metadata', 'image']
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

// What the order does not name comes last.
const place = (file) => (order.indexOf(file.replace(/^.*[/\\]|\.ts$/g, '')) + order.length + 1) % (order.length + 1)

/** Every export of the folders, by file. */
export function pluginApi(folders = ['shared/plugin-api', 'shared/domain']) {
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts').map((name) => join(folder, name)))
  return files.sort((a, b) => place(a) - place(b)).map((file) => ({ file, exports: exportsOf(readFileSync(file, 'utf8'), file) }))
}

export function exportsOf(text, file) {
  const found = [...text.matchAll(/^(?:(\/\*\*(?:(?!\*\/)[^])*\*\/)\n)?export (interface|type) (\w+)([^]*?)(?=^(?:\/\*\*|export|import|const|function)|(?![^]))/gm)]
  const exported = found.map(([, comment, kind, name, body]) => ({ name, ...docOf(comment), ...kind === 'interface' ? { members: membersOf(body) } : { type: body.replace(/^[^=]*=/, '').trim() } }))
  const promised = [...text.matchAll(/^export (?!type \*)/gm)].length
  if (promised !== exported.length) throw new Error(`${file} has ${promised} exports, of which ${exported.length} could be read`)
  return exported
}

function membersOf(body) {
  const found = body.matchAll(/^(?:  (\/\*\*(?:(?!\*\/)[^])*\*\/)\n)?  (?:readonly )?(\w+)(\??)(\(?)([^\n]*)$/gm)
  return [...found].map(([, comment, name, optional, call, rest]) => ({ name, optional: optional === '?', signature: call === '(' ? `${name}(${rest}` : `${name}${rest}`, ...docOf(comment) }))
}

function docOf(comment = '') {
  const text = comment.replace(/^\/\*\*|\*\/$/g, '').split('\n').map((line) => line.replace(/^\s*\* ?/, '')).join('\n').trim()
  const [doc = '', example] = text.split(/^@example\n/m)
  return { doc: doc.replaceAll(/\{@link ([^}]+)\}/g, '`$1`').trim(), example: example?.trim() }
}

function section({ name, doc, example, members, type }) {
  return [
    `### ${name}`, '', ...doc === '' ? [] : [doc, ''], ...type === undefined ? [] : ['```ts', `type ${name} = ${type}`, '```', ''],
    ...example === undefined ? [] : ['```ts', example, '```', ''],
    ...members === undefined || members.length === 0 ? [] : ['| member | required | what it is |', '| --- | --- | --- |', ...members.map((member) => `| \`${cell(member.signature)}\` | ${member.optional ? '' : 'yes'} | ${cell(member.doc)} |`), ''],
  ].join('\n')
}

export function pluginApiPage(note) {
  const parts = pluginApi().filter(({ exports }) => exports.length > 0).map(({ file, exports }) => [`## ${file.replaceAll('\\', '/')}`, '', ...exports.map(section)].join('\n'))
  return ['# Plugin API', '', note, '', 'What a plugin is, what it gets and what it can bring. Guides: [a matcher](../guides/write-a-matcher.md), [an enricher](../guides/write-an-enricher.md), [a gap source](../guides/write-a-gap-source.md).', '', ...parts].join('\n')
}
