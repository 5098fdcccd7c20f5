import type { Candidate, CatalogScene, MatchHints, PluginHost } from '../../shared/plugin-api/index.js'
import { cleanTitle } from './clean-title.js'
import { plain, scoreOf, type Question } from './score.js'

const mostScenes = 30
const mostProposals = 20
/** Below this, nothing but a word in common speaks for a scene. */
const leastScore = 15

type Tools = Pick<PluginHost, 'catalog' | 'text'>

/** The scenes that could be meant, best first. */
export function searchScenes(tools: Tools, hints: MatchHints): readonly Candidate[] {
  const { catalog, text } = tools
  const question = questionOf(hints, tools)
  return scenesFor(question, tools)
    .map((scene) => ({ sceneId: scene.id, ...scoreOf(question, { scene, files: catalog.filesOf(scene.id) }, text) }))
    .filter(({ score }) => score >= leastScore)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostProposals)
}

function questionOf({ title, filename, year }: MatchHints, { text }: Tools): Question {
  const names = (filename ?? '').split('/')
  const stem = names.at(-1) ?? ''
  const clean = cleanTitle(title === undefined || title.trim() === '' ? stem : title)
  const inName = cleanTitle(stem)
  const folders = names.slice(0, -1).flatMap((name) => plain(name, text).split(' '))
  return {
    clean,
    dates: clean.dates.length > 0 ? clean.dates : inName.dates,
    year: clean.year ?? year ?? inName.year,
    folderWords: new Set(folders.filter((word) => word.length > 1)),
  }
}

function scenesFor({ clean, dates }: Question, { catalog }: Tools): readonly CatalogScene[] {
  const byWords = [...new Set([clean.bare, clean.whole])].filter((words) => words !== '').flatMap((words) => catalog.byTitle(words, mostScenes))
  const byDate = dates.slice(0, 2).flatMap((date) => catalog.byDate(date, mostScenes))
  return [...new Map([...byWords, ...byDate].map((scene) => [scene.id, scene])).values()]
}
