import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { routeWords } from '../../core/api-docs/route-words.js'
import { scalarSettings, variableName } from '../../core/config/schema.js'
import { secretVariables } from '../../core/config/secret-variables.js'
import { errorTable } from '../../core/errors.js'

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))]
const texts = pages.map((page) => ({ page, text: readFileSync(page, 'utf8') }))
/** What of a kind the pages name, and where. */
const named = (pattern: RegExp) => texts.flatMap(({ page, text }) => [...text.matchAll(pattern)].map((match) => ({ page, name: match[1] ?? match[0] })))
const strangers = (found: readonly { page: string, name: string }[], known: (name: string) => boolean) => found.filter(({ name }) => !known(name)).map(({ page, name }) => `${page}: ${name}`)

/** Genders, as Stash spells them. */
const stashsWords = new Set(['TRANSGENDER_FEMALE', 'TRANSGENDER_MALE', 'NON_BINARY'])

t.test('every link in the docs leads somewhere', async (t) => {
  const links = named(/\]\(([^)\s]+)\)/g).filter(({ name }) => !/^(https?:|#)/.test(name))
  t.ok(links.length > 20)
  t.strictSame(links.filter(({ page, name }) => !existsSync(join(dirname(page), name.split('#')[0] ?? ''))), [])
})

t.test('every link to a heading finds it', async (t) => {
  const anchorsOf = (page: string) => new Set([...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')))
  const links = named(/\]\(([^)\s]*#[^)\s]+)\)/g).filter(({ name }) => !/^https?:/.test(name))
  t.ok(links.length > 5)
  t.strictSame(links.filter(({ page, name }) => {
    const [file = '', anchor = ''] = name.split('#')
    return !anchorsOf(file === '' ? page : join(dirname(page), file)).has(anchor)
  }), [])
})

t.test('every variable in the docs is read', async (t) => {
  const variables = new Set([...Object.keys(scalarSettings).map(variableName), ...secretVariables.map((name) => `${name}_FILE`), 'CONFIG_FILE', 'STASH2PLEX_URL', 'NODE_ENV', 'NO_COLOR', 'BENCH_REQUESTS', 'BENCH_SCENES', 'BENCH_SECONDS', 'BENCH_SEED', 'GAP_CRASHES'])
  const found = named(/\b((?:[A-Z]+_)+[A-Z]+)\b/g).filter(({ name }) => !name.startsWith('S2P_') && !stashsWords.has(name))
  t.ok(found.length > 20)
  t.strictSame(strangers(found, (name) => variables.has(name)), [])
})

t.test('every error code in the docs exists', async (t) => {
  const found = named(/\bS2P_[A-Z_]*[A-Z]\b/g)
  t.ok(found.length > 20)
  t.strictSame(strangers(found, (name) => Object.hasOwn(errorTable, name)), [])
})

t.test('every address in the docs is served', async (t) => {
  const found = named(/\b((?:GET|POST|DELETE) \/[\w/:.<>{}-]*)/g)
  t.ok(found.length > 8)
  const shape = (route: string) => route.replace(/:\w+|<[\w ]+>|\{\w+\}/g, ':').replace(/[.]$/, '')
  const routes = new Set(Object.keys(routeWords).map(shape))
  t.strictSame(strangers(found, (name) => routes.has(shape(name))), [])
})

t.test('every npm script in the docs exists', async (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  t.strictSame(strangers(named(/npm run ([\w:-]+)/g), (name) => Object.hasOwn(scripts, name)), [])
})
