import type { RunResult } from './gap-run.js'

const nothing = { complete: 'Plex and Stash have the same files', other: 'What was seen shows no gap' }
const statusWords = { complete: '', incomplete: 'The comparison is incomplete: ', cancelled: 'The comparison was cancelled. ', failed: 'The comparison failed: ' }

/** One line that a person can act on. */
export function summaryOf({ status, counts, folders, error }: RunResult, ms: number): string {
  const took = `took ${duration(ms)}`
  const trouble = status === 'complete' ? '' : `${statusWords[status]}${status === 'cancelled' ? '' : sentence(error)}`
  if (counts === undefined) return `${trouble}${trouble === '' ? 'Nothing was compared; ' : 'It '}${took}`.trim()
  const parts = [
    counts.missingInStash > 0 && `${files(counts.missingInStash)} in Plex ${have(counts.missingInStash)} no scene in Stash${most(folders?.missingInStash, counts.missingInStash)}`,
    counts.missingInPlex > 0 && `${scenes(counts.missingInPlex)} in Stash ${have(counts.missingInPlex)} no file in Plex`,
    counts.moved > 0 && `${files(counts.moved)} lie elsewhere in Stash than in Plex`,
    counts.unmapped > 0 && `${files(counts.unmapped)} need a path mapping rule${most(folders?.unmapped[0], counts.unmapped)}`,
    counts.outOfScope > 0 && `${files(counts.outOfScope)} lie outside of what is compared`,
  ].filter((part) => part !== false)
  return `${trouble}${parts.length > 0 ? parts.join(', ') : nothing[status === 'complete' ? 'complete' : 'other']}; ${took}`
}

function sentence(text: string | undefined): string {
  return `${(text ?? 'no reason is known').replace(/\.$/, '')}. `
}

function most(folder: { readonly folder: string, readonly files: number } | undefined, total: number): string {
  return folder === undefined ? '' : `, ${folder.files === total ? 'all' : folder.files} of them under ${folder.folder}`
}

function files(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`
}

function scenes(count: number): string {
  return `${count} ${count === 1 ? 'scene' : 'scenes'}`
}

function have(count: number): string {
  return count === 1 ? 'has' : 'have'
}

function duration(ms: number): string {
  return ms < 120_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`
}
