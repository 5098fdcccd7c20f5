import { Type, type Static } from 'typebox'

const httpUrl = (description: string, example: string) =>
  Type.String({ pattern: '^https?://[^\\s@]+$', description, wants: 'an http:// or https:// address without user and password', examples: [example] })

const secret = (description: string) =>
  Type.String({ minLength: 1, pattern: '^[\\x21-\\x7e]+$', description, wants: 'text without spaces', examples: ['eyJhbGciOi…'], secret: true })

const folder = (description: string, example: string, fallback: string) =>
  Type.String({ minLength: 1, description, wants: 'a folder', examples: [example], default: fallback })

const flag = (description: string, fallback: boolean) =>
  Type.Boolean({ description, wants: 'true or false', examples: [!fallback], default: fallback })

const span = (description: string, example: string, fallback: string) =>
  Type.String({ pattern: '^[1-9]\\d{0,3} ?(s|min|h)$', description: `${description} ${fallback} unless told.`, wants: 'a number with s, min or h', examples: [example] })

/** Settings that are one value: each is also an environment variable, `stashUrl` as `STASH_URL`. */
export const scalarSettings = {
  stashUrl: httpUrl('Where Stash answers.', 'http://stash:9999'),
  stashApiKey: Type.Optional(secret('Stash\'s API key; leave it out when Stash asks for no login.')),
  plexUrl: Type.Optional(httpUrl('Where Plex Media Server answers.', 'http://plex:32400')),
  plexToken: Type.Optional(secret('A Plex token of the server\'s owner.')),
  publicUrl: Type.Optional(httpUrl('The address that pictures get, with its path if it has one. Plex and, for some pictures, its apps and its cloud must reach it.', 'https://pictures.example.org')),
  providerUrl: Type.Optional(httpUrl('The address given to Plex, when it is not PUBLIC_URL. Requests that arrive on PUBLIC_URL\'s host then reach pictures only.', 'http://nas.lan:7979')),
  trustProxy: Type.Optional(Type.String({ minLength: 1, description: 'The reverse proxies whose X-Forwarded-Proto, -Host and -Prefix count: addresses and networks, parted by commas; `loopback` and `private` stand for the usual ones.', wants: 'addresses, networks (a.b.c.d/n), loopback or private, parted by commas', examples: ['172.18.0.0/16'] })),
  host: Type.String({ minLength: 1, description: 'The address to listen on.', wants: 'an IP address or host name', examples: ['127.0.0.1'], default: '0.0.0.0' }),
  port: Type.Integer({ minimum: 0, maximum: 65535, description: 'The port to listen on; 0 takes a free one.', wants: 'a whole number from 0 to 65535', examples: [7979], default: 7979 }),
  logLevel: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { description: 'How much is logged.', wants: 'one of trace, debug, info, warn, error, fatal, silent', examples: ['debug'], default: 'info' }),
  logTitles: flag('Whether titles and paths appear in the log.', true),
  dataDir: folder('Where the catalog and the state are kept. A local disk, not a network share.', '/data', './data'),
  pluginsDir: folder('Where drop-in plugins lie.', '/config/plugins', './plugins-local'),
  apiKey: Type.Optional(secret('The key for everything that Plex does not call. Made at first start when left out.')),
  providerToken: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,128}$', description: 'A secret first part of the path in the address given to Plex.', wants: '8 to 128 letters, digits, - or _', examples: ['k3v9x2m7q1'], secret: true })),
}

const ruleName = Type.String({ minLength: 1, maxLength: 64, description: 'Names the rule in logs and reports.', wants: 'a short name', examples: ['nas'] })
const common = {
  name: ruleName,
  ignoreCase: Type.Optional(flag('Whether upper and lower case are the same.', false)),
  samples: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Paths as Plex sees them that must map there and back at start.', wants: 'a list of paths', examples: [['/plex/2024/a.mp4']] })),
}
const path = (description: string, example: string) => Type.String({ minLength: 1, description, wants: 'an absolute folder', examples: [example] })
const pattern = Type.Object({
  match: Type.String({ minLength: 1, maxLength: 1000, description: 'A regular expression over the whole path.', wants: 'a regular expression', examples: ['^/plex/(\\d{4})/(.*)$'] }),
  to: Type.String({ minLength: 1, maxLength: 1000, description: 'The path it becomes, `$1` for the first group.', wants: 'a path with $1, $2 …', examples: ['/data/by-year/$1/$2'] }),
}, { additionalProperties: false, wants: '{ match, to }' })

const folderRule = Type.Object({
  ...common,
  plex: path('A folder as Plex sees it.', '/plex/media'),
  stash: path('The same folder as Stash sees it.', '/data/media'),
  local: Type.Optional(path('The same folder as this machine sees it.', '/media')),
}, { additionalProperties: false, wants: '{ name, plex, stash }, with folders' })

const patternRule = Type.Object({ ...common, plex: pattern, stash: pattern, local: Type.Optional(pattern) },
  { additionalProperties: false, wants: '{ name, plex, stash }, with { match, to } each' })

const pluginEntry = Type.Union([
  Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
  Type.Record(Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }), Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]), { minProperties: 1, maxProperties: 1 }),
])

/** Settings with an inner structure: only in the file. */
const structuredSettings = {
  pathMappings: Type.Optional(Type.Array(Type.Unknown(), { description: 'How paths in Plex and in Stash correspond, first match wins. Left out, rules are found by comparing both libraries where Plex can be asked; an empty list switches that off.', wants: 'a list of rules', examples: [[{ name: 'nas', plex: '/plex/media', stash: '/data/media' }]] })),
  plugins: Type.Optional(Type.Array(pluginEntry, { description: 'Plugins in their order, each by id or as `id: { options }`.', wants: 'a list of plugin ids, each with its options or without', examples: [['path-mapping', { filename: { automatic: 'witnessed' } }]] })),
  library: Type.Optional(Type.Object({
    roots: Type.Optional(Type.Array(path('', '/plex/media'), { description: 'Plex\'s library folders, for when Plex cannot be asked.', wants: 'a list of folders', examples: [['/plex/media']] })),
    filenames: Type.Optional(Type.Enum(['auto', 'relative', 'with-folder'], { description: 'Whether the file names that Plex sends begin with the library folder\'s own name.', wants: 'auto, relative or with-folder', examples: ['relative'] })),
  }, { additionalProperties: false, wants: 'roots, filenames' })),
  match: Type.Optional(Type.Object({
    adult: Type.Optional(Type.Enum(['ignore', 'require'], { description: '`require` answers only when the Plex library allows explicit content.', wants: 'ignore or require', examples: ['require'] })),
    require: Type.Optional(Type.Object({
      organized: Type.Optional(flag('Answer by itself only with scenes that are marked as organized in Stash.', false)),
      stashId: Type.Optional(flag('Only with scenes that have an id of a stash-box. Costs Stash a look at each matched scene.', false)),
      url: Type.Optional(flag('Only with scenes that have a URL. Costs Stash a look at each matched scene.', false)),
    }, { additionalProperties: false, wants: 'organized, stashId, url' })),
  }, { additionalProperties: false, wants: 'adult, require' })),
  gaps: Type.Optional(Type.Object({
    schedule: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'When Plex and Stash are compared: manual (the default), hourly, daily, weekly, or a cron expression, in the time zone of TZ.', wants: 'manual, hourly, daily, weekly or a cron expression', examples: ['daily', '30 4 * * 1-5'] })),
    sections: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'The film sections of Plex that are compared, by title or id; left out, those that use our agent.', wants: 'a list of titles or ids', examples: [['Films']] })),
    ignore: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { description: 'Paths of either side that are no gap, as glob patterns.', wants: 'a list of glob patterns', examples: [['**/.trash/**', '**/*-trailer.mp4']] })),
  }, { additionalProperties: false, wants: 'schedule, sections, ignore' })),
  sync: Type.Optional(Type.Object({
    changesEvery: Type.Optional(span('How often Stash is asked what changed. The cost to Stash grows with its library; see the guide on it.', '5 min', '60 s')),
    sweepEvery: Type.Optional(span('How often the whole catalog is compared with Stash, which finds deleted scenes and renamed folders.', '24 h', '6 h')),
  }, { additionalProperties: false, wants: 'changesEvery, sweepEvery' })),
  metadata: Type.Optional(Type.Object({
    missingDate: Type.Optional(Type.Enum(['file', 'none'], { description: 'The date of a scene that has none: the file\'s, or none.', wants: 'file or none', examples: ['none'] })),
    contentRating: Type.Optional(Type.String({ minLength: 1, maxLength: 32, description: 'Shown as content rating.', wants: 'a short text', examples: ['XXX'] })),
    galleries: Type.Optional(flag('Whether the scenes\' galleries are read, for the plugin artwork. Costs Stash a query a scene and two a gallery.', false)),
  }, { additionalProperties: false, wants: 'missingDate, contentRating, galleries' })),
}

/** The whole configuration as the YAML file may hold it. Feeds validation, the reference page and editors. */
export const settingsSchema = Type.Object({ ...scalarSettings, ...structuredSettings }, { additionalProperties: false })

/** The two forms of a path mapping rule, checked one by one so that a fault names the form that was meant. */
export const pathMappingSchemas = { folder: folderRule, pattern: patternRule }

export type Settings = Static<typeof settingsSchema>
export type ScalarKey = keyof typeof scalarSettings

/** `stashApiKey` → `STASH_API_KEY`. */
export function variableName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
}
