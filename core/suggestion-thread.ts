import type { Logger } from '../shared/plugin-api/index.js'
import { Lane } from './jobs/lane.js'
import type { Suggestion } from './mapping-suggestion/suggestion.js'
import type { SuggestionRequest } from './suggestion-worker.js'

export interface SuggestionProgress {
  readonly phase: string
  readonly files: number
}

export interface SuggestionThreadOptions {
  readonly log: Logger
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SuggestionProgress) => void
}

/** What cannot stop at once is ended with its thread, milliseconds. */
const GRACE = 500

/** Compares on a thread that is there for this alone, so that its memory goes with it. */
export async function suggestOnThread(request: SuggestionRequest, { log, signal, onProgress }: SuggestionThreadOptions): Promise<Suggestion> {
  const lane = new Lane({ name: 'suggestion', filename: new URL('suggestion-worker.js', import.meta.url), log, graceMs: GRACE })
  const close = (): void => { void lane.close() }
  signal?.addEventListener('abort', close, { once: true })
  try {
    return await lane.run<Suggestion>('suggestMapping', request, { signal, onProgress: (value) => { onProgress?.(value as SuggestionProgress) } })
  } finally {
    signal?.removeEventListener('abort', close)
    await lane.close()
  }
}
