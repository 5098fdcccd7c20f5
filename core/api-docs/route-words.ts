import { Type, type TSchema } from 'typebox'

/** What the API description says of a route beside its own schemas. */
export interface RouteWords {
  readonly tag: 'plex' | 'pictures' | 'health' | 'admin' | 'gaps'
  readonly summary: string
  readonly query?: TSchema
  readonly body?: TSchema
  /** Answers by status; `200` with a plain word when left out. */
  readonly answers?: Readonly<Record<number, string>>
}

const text = (description: string) => Type.Optional(Type.String({ description }))
const unavailable = { 200: 'The answer, as a MediaContainer.', 503: 'Stash cannot be asked, or the file cannot be looked up yet: ask again.' }

// Only described here, and not checked: Plex's requests are read leniently, and the match route is not to pay for it.
const matchBody = Type.Object({
  type: Type.Integer({ description: '1, a movie.' }),
  title: text('As Plex reads it from the file name.'),
  year: Type.Optional(Type.Integer()),
  filename: text('The file, relative to its library folder.'),
  guid: text('The item\'s guid, when it has one of ours.'),
  manual: Type.Optional(Type.Integer({ description: '1 for Fix Match: answers are choices, best first.' })),
  includeAdult: Type.Optional(Type.Integer({ description: '1 when the library may match explicit content.' })),
})
const explainQuery = Type.Object({
  filename: text('As Plex sends it: relative to a library folder; or a whole path.'),
  title: text('Instead of a file name, or besides.'),
  year: text('Besides a title.'),
  guid: text('As Plex sends it.'),
  manual: text('1 asks as Fix Match does.'),
  ratingKey: text('Plex\'s or Stash2Plex\'s rating key, instead of all others.'),
})
const pendingQuery = Type.Object({
  state: Type.Optional(Type.Enum(['ready', 'waiting', 'empty', 'pending', 'all'], { description: 'pending, which is ready and waiting, when left out.' })),
  limit: text('1 to 1000; 100 when left out.'),
  cursor: text('The `next` of the page before.'),
})

/** Every route by method and address, as it is registered without the provider's secret prefix. */
export const routeWords: Readonly<Record<string, RouteWords>> = {
  'GET /': { tag: 'plex', summary: 'The provider\'s own description.' },
  'POST /library/metadata/matches': { tag: 'plex', summary: 'Which scene is this file?', body: matchBody, answers: unavailable },
  'GET /library/metadata/:ratingKey': { tag: 'plex', summary: 'All about a scene; several rating keys by comma.', answers: { ...unavailable, 404: 'Stash has no such scene.' } },
  'GET /library/metadata/:ratingKey/images': { tag: 'plex', summary: 'The pictures of a scene.', answers: { ...unavailable, 404: 'Stash has no such scene.' } },
  'GET /library/metadata/:ratingKey/*': { tag: 'plex', summary: 'What else Plex asks about an item: always empty.' },
  'GET /artwork/:kind/:id/:version/:signature': { tag: 'pictures', summary: 'A picture of Stash, at a signed address.', answers: { 200: 'The picture.', 304: 'It has not changed.', 403: 'The signature is not ours.', 404: 'Stash has no such picture.' } },
  'GET /health/live': { tag: 'health', summary: 'Answers while the process lives.' },
  'GET /health/ready': { tag: 'health', summary: 'Whether the first sync is through.', answers: { 200: 'It is.', 503: 'It is not.' } },
  'GET /health': { tag: 'health', summary: 'Everything at once, with what needs a hand.' },
  'GET /metrics': { tag: 'health', summary: 'Figures for Prometheus.', answers: { 200: 'Text in Prometheus\' format.' } },
  'GET /plugins': { tag: 'admin', summary: 'Every plugin, its status, calls and failures.' },
  'GET /explain': { tag: 'admin', summary: 'Why a file has its scene, or none.', query: explainQuery },
  'GET /path-mappings/suggestion': { tag: 'admin', summary: 'Path mapping rules that a comparison of both libraries suggests.', answers: { 200: 'The rules, with what they explain.', 400: 'Plex is not configured.', 503: 'A library is still being listed.' } },
  'GET /matches/pending': { tag: 'admin', summary: 'Files that Plex got no scene for, and may get one now.', query: pendingQuery },
  'GET /docs': { tag: 'admin', summary: 'This page. A browser may give the key as the password that it asks for.', answers: { 200: 'The page, as HTML.' } },
  'GET /docs/openapi.json': { tag: 'admin', summary: 'This description, as OpenAPI 3.1.' },
  'GET /gaps': { tag: 'gaps', summary: 'What Plex and Stash lack of each other.' },
  'GET /gaps/summary': { tag: 'gaps', summary: 'The figures of all gaps.' },
  'POST /gaps/:id/ignore': { tag: 'gaps', summary: 'Puts a gap aside until its file changes.', answers: { 200: 'The gap.', 404: 'There is no such gap.' } },
  'DELETE /gaps/:id/ignore': { tag: 'gaps', summary: 'Takes a gap up again.', answers: { 200: 'The gap.', 404: 'There is no such gap.' } },
  'GET /gaps/runs': { tag: 'gaps', summary: 'The last comparisons.' },
  'POST /gaps/runs': { tag: 'gaps', summary: 'Starts a comparison.', answers: { 202: 'Its id.', 409: 'One is running; the answer has its id.' } },
  'GET /gaps/runs/:id': { tag: 'gaps', summary: 'One comparison, and where it stands.', answers: { 200: 'The comparison.', 404: 'There is none of this id.' } },
  'DELETE /gaps/runs/:id': { tag: 'gaps', summary: 'Cancels a comparison.', answers: { 202: 'It stops at its next safe point.', 404: 'There is none of this id.', 409: 'It has ended already.' } },
}
