/** What the page reads of an OpenAPI description. */
export interface Description {
  readonly info: { readonly title: string, readonly version: string, readonly description?: string | undefined }
  readonly paths?: Readonly<Record<string, object | undefined>> | undefined
}

interface Operation {
  readonly method: string
  readonly path: string
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string, readonly in: string, readonly required?: boolean, readonly description?: string, readonly schema?: Described }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: { readonly properties?: Readonly<Record<string, Described>>, readonly required?: readonly string[] } }>> }
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>
}

interface Described {
  readonly description?: string
  readonly enum?: readonly unknown[]
}

interface Row {
  readonly name: string
  readonly where: string
  readonly words: string
}

const headings: Readonly<Record<string, string>> = { plex: 'What Plex asks', pictures: 'Pictures', health: 'Health', admin: 'For the admin', gaps: 'Gaps' }
const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
code{font-size:.95em}h3{margin:1.6rem 0 .2rem}table{border-collapse:collapse;margin:.4rem 0}
td,th{border:1px solid #8886;padding:.2rem .6rem;text-align:left;vertical-align:top}p{margin:.2rem 0}`

/** The description for people, without scripts or anything from elsewhere. */
export function docsPage(description: Description): string {
  const { title, version, description: words = '' } = description.info
  const operations = operationsOf(description)
  const tags = [...new Set([...Object.keys(headings), ...operations.map(tagOf)])]
  const sections = tags.map((tag) => section(headings[tag] ?? tag, operations.filter((operation) => tagOf(operation) === tag)))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)} ${escaped(version)}</h1><p>${escaped(words)}</p>
<p>The key goes into the header <code>X-Api-Key</code>, or <code>Authorization: Bearer</code>. For programs: <a href="docs/openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
</body></html>
`
}

function operationsOf({ paths = {} }: Description): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods ?? {})
    .filter(([method]) => method !== 'head')
    .map(([method, operation]) => ({ ...operation as Partial<Operation>, method: method.toUpperCase(), path })))
}

function tagOf({ tags }: Operation): string {
  return tags?.[0] ?? 'others'
}

function section(heading: string, operations: readonly Operation[]): string {
  return operations.length === 0 ? '' : `<h2>${escaped(heading)}</h2>\n${operations.map(entry).join('\n')}`
}

function entry(operation: Operation): string {
  const { method, path, summary = '', security, responses = {} } = operation
  const answers = Object.entries(responses).map(([status, { description = '' }]) => ({ name: status, where: 'answer', words: description }))
  const key = security?.length === 0 ? '' : ' Needs the API key.'
  return `<h3><code>${escaped(`${method} ${path}`)}</code></h3>\n<p>${escaped(summary)}${key}</p>\n${table([...inputsOf(operation), ...answers])}`
}

function inputsOf({ parameters = [], requestBody }: Operation): readonly Row[] {
  const asked = parameters.map(({ name, in: where, required, description, schema }) => row(name, `${where}${required === true ? ', required' : ''}`, { ...schema, ...description === undefined ? {} : { description } }))
  const { properties = {}, required = [] } = Object.values(requestBody?.content ?? {})[0]?.schema ?? {}
  return [...asked, ...Object.entries(properties).map(([name, schema]) => row(name, `body${required.includes(name) ? ', required' : ''}`, schema))]
}

function row(name: string, where: string, { description = '', enum: choices }: Described): Row {
  return { name, where, words: choices === undefined ? description : `${description} ${choices.join(', ')}`.trim() }
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  return `<table>${rows.map(({ name, where, words }) => `<tr><td><code>${escaped(name)}</code></td><td>${escaped(where)}</td><td>${escaped(words)}</td></tr>`).join('')}</table>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
