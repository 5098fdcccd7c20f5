/** A query text, and the first version of Stash whose schema has all that it names. */
export interface StashDocument {
  readonly name: string
  readonly since: '0.24' | '0.27' | '0.29' | '0.30'
  readonly text: string
}

/** Queries that look up 1 to `most` things at once by aliases `a0`, `a1` …, with variables of the same names. */
export interface DocumentFamily {
  readonly most: number
  /** Each look-up has a count beside it, alias and variable `n0`, `n1` …: 1 for a scene without a cover, else 0. */
  readonly countsCoverless: boolean
  /** By count, less one. */
  readonly byCount: readonly StashDocument[]
}

const indexFields = (more = ''): string => `
  id created_at updated_at title date organized
  files { id path size duration oshash: fingerprint(type: "oshash")${more} }`
const INDEX_FIELDS = indexFields()

/** How many generations above a tag are read. Those above a tag without parents cost Stash nothing. */
const GENERATIONS = 5
const ancestors = (generations: number): string => (generations === 0 ? '' : ` parents { id name${ancestors(generations - 1)} }`)

/** No counts and no lists of lists beyond these: each would cost Stash a query a scene, or a performer. */
const sceneFields = (films: string): string => `
  id created_at updated_at title code details director urls date rating100 organized interactive
  files { id path size duration mod_time width height fingerprints { type value } }
  paths { screenshot }
  studio { id name image_path updated_at parent_studio { id name } }
  performers { id name disambiguation gender favorite image_path updated_at tags { id name } }
  tags { id name image_path updated_at${ancestors(GENERATIONS)} }
  stash_ids { endpoint stash_id }
  ${films}`

/** Stash has an address for every cover, also where there is none; only its filter tells. Of one id it costs next to nothing. */
const coverless = (key: string): string =>
  `findScenes(scene_filter: { id: { value: ${key}, modifier: EQUALS }, is_missing: "cover" }, filter: { per_page: 0 }) { count }`

const FILM_FIELDS = '{ id name front_image_path updated_at }'
const SCENE_WITH_GROUPS = sceneFields(`groups { group ${FILM_FIELDS} scene_index }`)
const SCENE_WITH_MOVIES = sceneFields(`movies { movie ${FILM_FIELDS} scene_index }`)
/** A query a scene and two a gallery: only for who asks for it. */
const GALLERY_FIELDS = '\n  galleries { id cover { id updated_at } }'

export const documents = {
  status: {
    name: 'Status',
    since: '0.24',
    text: 'query Status { systemStatus { status databaseSchema } version { version } }',
  },
  features: {
    name: 'Features',
    since: '0.24',
    text: `query Features {
      query: __type(name: "Query") { fields { name } }
      scene: __type(name: "Scene") { fields { name } }
      sceneFilter: __type(name: "SceneFilterType") { inputFields { name } }
    }`,
  },
  indexPage: {
    name: 'IndexPage',
    since: '0.24',
    text: `query IndexPage($after: Int!, $limit: Int!) {
      findScenes(
        scene_filter: { id: { value: $after, modifier: GREATER_THAN } }
        filter: { per_page: $limit, sort: "id", direction: ASC }
      ) { scenes { ${INDEX_FIELDS} } }
    }`,
  },
  highestScene: {
    name: 'HighestScene',
    since: '0.24',
    text: `query HighestScene($below: Int!) {
      findScenes(
        scene_filter: { id: { value: $below, modifier: LESS_THAN } }
        filter: { per_page: 1, sort: "id", direction: DESC }
      ) { scenes { id created_at } }
    }`,
  },
  newestChange: {
    name: 'NewestChange',
    since: '0.24',
    text: 'query NewestChange { findScenes(filter: { per_page: 1, sort: "updated_at", direction: DESC }) { scenes { id updated_at } } }',
  },
  changedScenes: {
    name: 'ChangedScenes',
    since: '0.24',
    text: `query ChangedScenes($since: String!, $after: Int!, $limit: Int!) {
      findScenes(
        scene_filter: { updated_at: { value: $since, modifier: GREATER_THAN }, id: { value: $after, modifier: GREATER_THAN } }
        filter: { per_page: $limit, sort: "id", direction: ASC }
      ) { scenes { id updated_at } }
    }`,
  },
  changedFiles: {
    name: 'ChangedFiles',
    since: '0.30',
    text: `query ChangedFiles($since: String!, $after: Int!, $limit: Int!) {
      findScenes(
        scene_filter: {
          files_filter: { updated_at: { value: $since, modifier: GREATER_THAN } }
          id: { value: $after, modifier: GREATER_THAN }
        }
        filter: { per_page: $limit, sort: "id", direction: ASC }
      ) { scenes { ${indexFields(' updated_at')} } }
    }`,
  },
  sceneCount: {
    name: 'SceneCount',
    since: '0.24',
    text: 'query SceneCount { findScenes(filter: { per_page: 0 }) { count } }',
  },
} as const satisfies Record<string, StashDocument>

export const families = {
  scenes: family({
    name: 'Scenes', since: '0.27', most: 40, type: 'ID!', look: (key) => `findScene(id: ${key}) { ...Details }`, details: SCENE_WITH_GROUPS, count: coverless,
  }),
  scenesWithMovies: family({
    name: 'ScenesWithMovies', since: '0.24', most: 40, type: 'ID!', look: (key) => `findScene(id: ${key}) { ...Details }`, details: SCENE_WITH_MOVIES, count: coverless,
  }),
  scenesWithGalleries: family({
    name: 'ScenesWithGalleries', since: '0.27', most: 40, type: 'ID!', look: (key) => `findScene(id: ${key}) { ...Details }`, details: SCENE_WITH_GROUPS + GALLERY_FIELDS, count: coverless,
  }),
  scenesWithMoviesAndGalleries: family({
    name: 'ScenesWithMoviesAndGalleries', since: '0.24', most: 40, type: 'ID!', look: (key) => `findScene(id: ${key}) { ...Details }`, details: SCENE_WITH_MOVIES + GALLERY_FIELDS, count: coverless,
  }),
  scenesByHash: family({
    name: 'ScenesByHash', since: '0.27', most: 1, type: 'String!', look: (key) => `findSceneByHash(input: { oshash: ${key} }) { ...Details }`, details: SCENE_WITH_GROUPS,
  }),
  scenesByHashWithMovies: family({
    name: 'ScenesByHashWithMovies', since: '0.24', most: 1, type: 'String!', look: (key) => `findSceneByHash(input: { oshash: ${key} }) { ...Details }`, details: SCENE_WITH_MOVIES,
  }),
  index: family({
    name: 'Index', since: '0.24', most: 100, type: 'ID!', look: (key) => `findScene(id: ${key}) { ...Details }`, details: INDEX_FIELDS,
  }),
  indexByHash: family({
    name: 'IndexByHash', since: '0.24', most: 100, type: 'String!', look: (key) => `findSceneByHash(input: { oshash: ${key} }) { ...Details }`, details: INDEX_FIELDS,
  }),
  filesByPath: family({
    name: 'FilesByPath', since: '0.29', most: 100, type: 'String!', look: (key) => `findFile(path: ${key}) { path oshash: fingerprint(type: "oshash") }`,
  }),
} as const satisfies Record<string, DocumentFamily>

/** All that we can ever ask, so that a check can try each against the schemas of Stash. */
export function everyDocument(): readonly StashDocument[] {
  return [...Object.values(documents), ...Object.values(families).flatMap(({ byCount }) => byCount)]
}

interface Shape {
  readonly name: string
  readonly since: StashDocument['since']
  readonly most: number
  /** The variables' GraphQL type. */
  readonly type: string
  readonly look: (key: string) => string
  /** Fields of a scene, asked for as the fragment `Details`. */
  readonly details?: string
  readonly count?: (key: string) => string
}

/** Built once for every count: Stash keeps the parsed form of a text, so the same few texts are best sent again and again. */
function family({ name, since, most, type, look, details, count }: Shape): DocumentFamily {
  const byCount = Array.from({ length: most }, (_, index): StashDocument => {
    const keys = Array.from({ length: index + 1 }, (_key, n) => `a${n}`)
    const numbers = count === undefined ? [] : keys.map((_key, n) => `n${n}`)
    const variables = [...keys.map((key) => `$${key}: ${type}`), ...numbers.map((key) => `$${key}: Int!`)].join(', ')
    const fields = [...keys.map((key) => `${key}: ${look(`$${key}`)}`), ...numbers.map((key) => `${key}: ${count?.(`$${key}`) ?? ''}`)].join('\n')
    const fragment = details === undefined ? '' : `\nfragment Details on Scene {${details}\n}`
    return { name, since, text: `query ${name}(${variables}) {\n${fields}\n}${fragment}` }
  })
  return { most, countsCoverless: count !== undefined, byCount }
}
