import { CodedError } from '../shared/coded-error.js'

export { CodedError }

interface Entry {
  /** The HTTP status, where the error can reach one. */
  readonly status: number
  /** One line: what, where, how to mend it. `{name}` is filled in. */
  readonly text: string
}

/** Every error that a user can meet. The reference page is generated from this table. */
export const errorTable = {
  S2P_BAD_JSON: { status: 400, text: 'The request body is not valid JSON. Send one JSON object with Content-Type application/json.' },
  S2P_BAD_REQUEST: { status: 400, text: 'The request does not fit: {why}.' },
  S2P_BODY_TOO_LARGE: { status: 413, text: 'The request body is larger than {limit} bytes.' },
  S2P_NOT_FOUND: { status: 404, text: 'There is nothing at this address. Give Plex the provider\'s root URL.' },
  S2P_GAP_UNKNOWN: { status: 404, text: 'There is no gap {id}. GET /gaps lists them.' },
  S2P_GAP_RUN_UNKNOWN: { status: 404, text: 'There is no comparison {id}. GET /gaps/runs lists them.' },
  S2P_GAP_RUN_GOING: { status: 409, text: 'Comparison {id} is running already. Wait for it, or cancel it by DELETE /gaps/runs/{id}.' },
  S2P_GAP_RUN_OVER: { status: 409, text: 'Comparison {id} is not running any more.' },
  S2P_GAP_SOURCE_STUCK: { status: 500, text: 'The gap source {source} kept its thread busy without a pause, so that the thread was ended after {seconds} s. Tell its author; without that plugin comparisons go on.' },
  S2P_GAP_SOURCE_HOARDS: { status: 500, text: 'The gap source {source} was at work when its thread ran out of memory, so that the thread was ended. Tell its author to keep less at a time; without that plugin comparisons go on.' },
  S2P_GAP_BUSY: { status: 503, text: 'The gap could not be written, because the database stayed busy. Try again.' },
  S2P_LISTING_BROKEN: { status: 502, text: 'The listing of {library} cannot be relied on: {why}. Files that it lacks are not taken for missing.' },
  S2P_SCENE_UNKNOWN: { status: 404, text: 'Stash has no such scene any more. Use Fix Match in Plex to choose another.' },
  S2P_ITEM_UNKNOWN: { status: 404, text: 'Plex has no item with the rating key {ratingKey}.' },
  S2P_API_KEY_WRONG: { status: 401, text: 'This address needs the API key, as header X-Api-Key or Authorization: Bearer.' },
  S2P_CANNOT_KNOW_YET: { status: 503, text: 'The file cannot be looked up yet: {why}. It is remembered; try again later.' },
  S2P_TIME_IS_UP: { status: 503, text: 'The answer was not there within {seconds} s.' },
  S2P_IMAGE_NOT_SIGNED: { status: 403, text: 'This image address carries no valid signature. Refresh the item in Plex to get its current address.' },
  S2P_IMAGE_UNKNOWN: { status: 404, text: 'Stash has no such picture. Refresh the item in Plex.' },
  S2P_IMAGE_UNUSABLE: { status: 502, text: 'Stash\'s picture cannot be passed on: {why}. Replace it in Stash.' },
  S2P_IMAGE_REFUSED: { status: 503, text: 'Stash refused to hand out a picture (status {status}). Check STASH_API_KEY and STASH_URL.' },
  S2P_OVERLOADED: { status: 503, text: 'Too much is asked at once. Ask again after the time in Retry-After; the log of Stash2Plex says what there is too much of.' },
  S2P_CLIENT_LEFT: { status: 499, text: 'Whoever asked went away before the answer was there.' },
  S2P_INTERNAL: { status: 500, text: 'Something went wrong inside Stash2Plex; the log has the details under this request\'s id.' },
  S2P_SUGGESTION_TOO_EARLY: { status: 503, text: 'Path mapping rules are found by comparing both libraries, and {library} is still being listed. Try again in a while; /health/ready says when Stash is through.' },
  S2P_USAGE: { status: 400, text: 'The command line does not fit: {why}. See stash2plex {help}.' },
  S2P_FILE_UNREADABLE: { status: 500, text: '{file} cannot be read ({why}). Give a file that is there and that this user may read.' },
  S2P_FOLDER_UNWRITABLE: { status: 500, text: '{folder} cannot be written ({why}). Set {variable} to a folder that is yours.' },
  S2P_ALREADY_THERE: { status: 409, text: 'There is already {path}; nothing was written. Choose another id, or remove it.' },
  S2P_SERVER_AWAY: { status: 503, text: 'Stash2Plex does not answer at {url} ({why}). Start it, or give --url.' },
  S2P_SERVER_ANSWER: { status: 502, text: 'What answers at {url} is not Stash2Plex, or something before it failed: {why}. Check --url.' },
  S2P_SERVER_KEY_WRONG: { status: 401, text: 'Stash2Plex at {url} refuses the API key. It lies in DATA_DIR/api-key of the running server, unless API_KEY is set there.' },
  S2P_API_KEY_MISSING: { status: 500, text: 'No API key is known: {file} cannot be read, and API_KEY is not set. Set DATA_DIR or API_KEY as the server has it, or give --api-key-file.' },
  S2P_CONFIG_INVALID: { status: 500, text: 'The configuration has {count} fault(s):\n{faults}' },
  S2P_DATA_DIR_UNWRITABLE: { status: 500, text: 'The data folder {folder} cannot be written: {why}. Set DATA_DIR to a folder that this user may write.' },
  S2P_PORT_IN_USE: { status: 500, text: 'Port {port} on {host} is taken by another program. Set PORT to a free one, or stop that program.' },
  S2P_CANNOT_LISTEN: { status: 500, text: 'Cannot listen on {host} port {port}: {why}. Check HOST and PORT.' },
  S2P_STASH_UNREACHABLE: { status: 503, text: 'Stash at {url} cannot be reached ({why}). Check that it runs, and that STASH_URL is right as seen from this machine.' },
  S2P_STASH_KEY_WRONG: { status: 503, text: 'Stash at {url} refuses {what}. {mend}' },
  S2P_STASH_FORBIDDEN: { status: 503, text: 'Stash at {url}, or a proxy before it, forbids access (403). A Stash without a password locks itself when it is reached from the internet: set a password in Stash, remove security_tripwire_accessed_from_public_internet from its config.yml, and restart it.' },
  S2P_STASH_SLOW: { status: 503, text: 'Stash at {url} did not answer within {seconds} s. It may be scanning, or its disk may be slow; try again later.' },
  S2P_STASH_BUSY: { status: 503, text: 'Stash at {url} is too busy ({why}). Try again when its present job is done.' },
  S2P_STASH_NOT_READY: { status: 503, text: 'Stash at {url} is not ready ({why}). Open it in a browser and finish what it asks for.' },
  S2P_STASH_ANSWER: { status: 503, text: 'Stash at {url} gave an answer that cannot be used: {why}. Check that STASH_URL leads to Stash itself, 0.24 or newer.' },
  S2P_STASH_LOGIN: { status: 503, text: 'Stash at {url} answers with a login page. Set STASH_API_KEY to the key from Stash, Settings, Security; if a proxy asks for the login, let STASH_URL lead past it.' },
  S2P_GLOB_INVALID: { status: 500, text: 'The pattern "{pattern}" cannot be used: {why}.' },
  S2P_PLEX_UNREACHABLE: { status: 503, text: 'Plex does not answer at {url}: {why}. Check PLEX_URL and that Plex runs.' },
  S2P_PLEX_TOKEN_WRONG: { status: 503, text: 'Plex at {url} refuses the token. Set PLEX_TOKEN to a valid one.' },
  S2P_PLEX_STARTING: { status: 503, text: 'Plex at {url} is still starting. It is asked again by itself.' },
  S2P_PLEX_ANSWER: { status: 502, text: 'Plex at {url} gave an answer that cannot be used: {why}. Check that PLEX_URL leads to a Plex Media Server.' },
  S2P_PLEX_NOT_CONFIGURED: { status: 400, text: 'PLEX_URL and PLEX_TOKEN are needed for this, and are not set. Set both, or give the file that has them by --env.' },
  S2P_PLEX_TOO_OLD: { status: 502, text: 'Plex at {url} knows no custom metadata providers. Update it to 1.43 or newer, and restart it once afterwards.' },
  S2P_PLEX_PROVIDER_REFUSED: { status: 502, text: 'Plex at {url} does not take the provider at {address}: {why}.' },
  S2P_PLEX_REFUSES: { status: 502, text: 'Plex at {url} refuses to {what} (status {status}). {mend}' },
  S2P_PLEX_LIBRARY_UNKNOWN: { status: 404, text: 'Plex has no library "{library}" that films can be in{meant}. It has: {known}.' },
  S2P_PLEX_LIBRARY_STILL_USED: { status: 409, text: 'What these libraries used before is not known: {libraries}. Choose another agent for them in Plex (Edit, Advanced) and unregister again, or give it by --agent, for example --agent tv.plex.agents.movie. Provider and agent stay until then.' },
  S2P_PLEX_PROVIDER_IN_USE: { status: 409, text: 'Other agents in Plex use the provider too: {agents}. Take it out of them in Plex (Settings, Metadata Agents) and unregister again.' },
  S2P_ADDRESS_UNKNOWN: { status: 400, text: 'It is not known at which address Plex reaches Stash2Plex. Set PUBLIC_URL or PROVIDER_URL, or give --address, for example --address http://192.168.1.10:7979.' },
  S2P_PLUGIN_THREW: { status: 500, text: 'Plugin {plugin} failed in {capability}: {why}. The work goes on without it; GET /plugins counts how often.' },
  S2P_PLUGIN_SLOW: { status: 500, text: 'Plugin {plugin} did not finish {capability} within {ms} ms and was given up. The work goes on without it.' },
  S2P_PLUGIN_GIVEN_UP: { status: 500, text: 'Plugin {plugin} was not waited for in {capability}: the answer is no longer wanted.' },
  S2P_PLUGIN_BAD_ANSWER: { status: 500, text: 'Plugin {plugin} gave a bad answer in {capability}: {why}. It was thrown away; tell the plugin\'s author.' },
  S2P_PLUGIN_LOOSE_END: { status: 500, text: 'Plugin {plugin} let an error go that nobody could catch: {why}. The work goes on; tell the plugin\'s author to await every promise, and to catch in timers.' },
  S2P_PLUGIN_BAD_CALL: { status: 500, text: 'Plugin {plugin} called {call} wrongly: {why}.' },
  S2P_PLUGIN_LATE_CALL: { status: 500, text: 'Plugin {plugin} called {call} after its register was over. Add everything before register returns.' },
  S2P_STORE_NEWER: { status: 500, text: 'The database {file} has version {version}, but this Stash2Plex knows versions up to {newest}. Install the newer Stash2Plex again, or move the file away.' },
  S2P_STORE_CORRUPT: { status: 500, text: 'The database {file} is damaged: {why}. Restore it from a backup, or move it away and start again.' },
  S2P_STORE_UNWRITABLE: { status: 500, text: 'The database {file} cannot be opened for writing: {why}. Set DATA_DIR to a folder that this user may write.' },
  S2P_STORE_MISSING: { status: 500, text: 'The database {file} is not there. Start again; it is made at start.' },
  S2P_STORE_NETWORK_FOLDER: { status: 500, text: 'The data folder {folder} is on a network share ({kind}), where SQLite loses data. Set DATA_DIR to a folder on a local disk.' },
  S2P_STORE_FAILED: { status: 500, text: 'The database {file} could not be read or written: {why}. Check that the disk is sound and has free space.' },
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof errorTable

type Slots<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never
type Values<Code extends ErrorCode> = Record<Slots<(typeof errorTable)[Code]['text']>, string | number>

/** Makes the error of a table entry with its slots filled. */
export function fault<Code extends ErrorCode>(code: Code, values: Values<Code>, cause?: unknown): CodedError {
  const { status, text } = errorTable[code] as Entry
  const filled = values as Record<string, string | number>
  const message = text.replace(/\{(\w+)\}/g, (_, name: string) => String(filled[name]))
  return new CodedError(code, message, { statusCode: status, cause })
}

/** What callers without the API key are told where the text names addresses, files or plugins of this installation. */
const plainSentences: readonly (readonly [RegExp, string])[] = [
  [/^S2P_CANNOT_KNOW_YET$/, 'The file cannot be looked up yet. It is remembered; try again later.'],
  [/^S2P_STASH_/, 'Stash cannot be asked at this time. The log of Stash2Plex says why.'],
  [/^S2P_PLEX_/, 'Plex cannot be asked at this time. The log of Stash2Plex says why.'],
  // Of the command line alone; they reach no answer.
  [/^S2P_(FILE_UNREADABLE|FOLDER_UNWRITABLE|SERVER_|API_KEY_MISSING)/, 'The command could not be done.'],
  [/^S2P_(STORE|DATA_DIR|CONFIG|PORT|CANNOT_LISTEN|PLUGIN|GLOB)/, 'Stash2Plex is in trouble. Its log says why.'],
]

/** The error in words that tell a stranger nothing about the installation. */
export function plainMessage({ code, message }: Pick<CodedError, 'code' | 'message'>): string {
  return plainSentences.find(([codes]) => codes.test(code))?.[1] ?? message
}
