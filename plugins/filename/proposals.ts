import type { Candidate, CatalogFile, TextTools } from '../../shared/plugin-api/index.js'
import { namesIn } from './asked-path.js'
import type { Verdict } from './verdict.js'
import type { Witnesses } from './witnesses.js'

const mostProposals = 20

export interface ProposalContext extends Witnesses {
  /** The path that Plex asks about. */
  readonly path: string
  readonly text: TextTools
}

/** The certain scene where there is one, and what Fix Match shows besides: the scenes of these files, best first. */
export function candidatesOf(judged: Verdict, files: readonly CatalogFile[], context: ProposalContext): readonly Candidate[] {
  const others = bestOfEach(files.map((file) => proposal(file, context)))
  if (judged.kind === 'certain') return [{ sceneId: judged.sceneId, score: 100, reason: judged.reason }, ...others]
  return judged.kind === 'undecided' ? others.map((candidate) => ({ ...candidate, undecided: true })) : others
}

function proposal(file: CatalogFile, { path, size, bytes, text }: ProposalContext): Candidate {
  const { sceneId } = file
  if (bytes !== undefined && file.oshash !== undefined && file.oshash !== bytes.oshash) return { sceneId, score: 30, reason: 'same name, other hash' }
  if (bytes?.oshash === file.oshash && bytes?.size === file.size) return { sceneId, score: 97, reason: 'same name and hash, but so have others' }
  if (size === file.size) return { sceneId, score: 95, reason: 'same name and size, but so have others' }
  if (typeof size === 'number') return { sceneId, score: 40, reason: 'same name, other size' }
  return { sceneId, score: 60 + Math.round(30 * folderLikeness(path, file.path, text)), reason: 'same name' }
}

function bestOfEach(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => b.score - a.score)
  return sorted.filter(({ sceneId }, at) => sorted.findIndex((other) => other.sceneId === sceneId) === at).slice(0, mostProposals)
}

/** 0–1: how many of the folders, counted from the file, have the same name. */
function folderLikeness(path: string, stashPath: string, text: TextTools): number {
  const wanted = foldersFromFile(path)
  const there = foldersFromFile(stashPath)
  const differ = wanted.findIndex((folder, at) => text.normalise(folder) !== text.normalise(there[at] ?? ''))
  return wanted.length === 0 ? 0 : (differ < 0 ? wanted.length : differ) / wanted.length
}

function foldersFromFile(path: string): readonly string[] {
  return namesIn(path).slice(0, -1).toReversed()
}
