import type { Candidate, Enricher, FileReader, GapSource, LibraryFile, LocalFacts, Matcher, Patch } from '../../shared/plugin-api/index.js'
import { checkCandidates } from './check-candidates.js'
import { checkLibraryFiles } from './check-library-files.js'
import { checkLocalFacts } from './check-local-facts.js'
import { checkPatch } from './check-patch.js'

export type MemberType = 'function' | 'string' | 'number' | 'boolean' | 'side'

/** What the core knows of one kind of capability. The runner reads it, and so does the reference page. */
export interface KindRow<Answer> {
  /** The host's function that takes it. */
  readonly call: string
  readonly combine: string
  readonly failure: string
  readonly limit: string
  readonly outputCheck: string
  /** The most that one call may take, milliseconds. */
  readonly timeLimitMs: number
  readonly check: (output: unknown, note: (text: string) => void) => Answer
  readonly required: Readonly<Record<string, MemberType>>
  readonly optional: Readonly<Record<string, MemberType>>
}

export interface Capabilities { readonly matcher: Matcher, readonly enricher: Enricher, readonly gapSource: GapSource, readonly fileReader: FileReader }
export interface Answers { readonly matcher: readonly Candidate[], readonly enricher: Patch, readonly gapSource: readonly LibraryFile[], readonly fileReader: LocalFacts }
export type CapabilityKind = keyof Capabilities

/** How the results of several plugins combine, as data. */
export const capabilityKinds: { readonly [Kind in CapabilityKind]: KindRow<Answers[Kind]> } = {
  matcher: {
    call: 'addMatcher',
    combine: 'in order, until one is certain; for Fix Match all are asked, and the best 10 scenes shown',
    failure: 'skipped, counted, logged; if no other matcher is certain, Plex is told to come back later',
    limit: 'half of what is left of the request\'s time, 5 s at most',
    outputCheck: 'at most 50 candidates; scene ids of digits, scores from 0 to 100, reasons cut at 200 characters',
    timeLimitMs: 5000,
    check: checkCandidates,
    required: { match: 'function' },
    optional: { name: 'string', order: 'number', accepts: 'function', certainWhileFilling: 'boolean' },
  },
  enricher: {
    call: 'addEnricher',
    combine: 'one after the other: each sees the metadata so far and returns a patch',
    failure: 'skipped, counted, logged; the metadata goes on without the patch',
    limit: '2 s',
    outputCheck: 'known fields of the right types; title and isAdult cannot be removed',
    timeLimitMs: 2000,
    check: checkPatch,
    required: { enrich: 'function' },
    optional: { name: 'string', order: 'number' },
  },
  gapSource: {
    call: 'addGapSource',
    combine: 'each lists its own library',
    failure: 'no verdict for that side: the run is incomplete and says why',
    limit: '60 s a page',
    outputCheck: 'paths and owners not empty, sizes from 0',
    timeLimitMs: 60_000,
    check: checkLibraryFiles,
    required: { list: 'function', side: 'side' },
    optional: { name: 'string', roots: 'function', filesOf: 'function', filesAt: 'function' },
  },
  fileReader: {
    call: 'addFileReader',
    combine: 'in order, until one knows; several that ask for a path at once share the answer',
    failure: 'skipped, counted, logged; when no other knows, nothing is known of the file',
    limit: '3 s',
    outputCheck: 'a hash of 16 hex digits with a size, `absent` or `unknown`',
    timeLimitMs: 3000,
    check: checkLocalFacts,
    required: { fingerprint: 'function' },
    optional: { name: 'string', order: 'number' },
  },
}
