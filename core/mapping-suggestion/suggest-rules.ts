import type { FolderRuleOptions } from '../../shared/path-mapping/index.js'
import { folderForm } from '../../shared/path-mapping/path-form.js'
import { foldPath } from '../../shared/text/fold.js'
import { FamilyChoice } from './choose-families.js'
import { familiesOf, type Family } from './families.js'
import type { FileList } from './file-list.js'
import { pairFiles } from './pair-files.js'
import { setRearrangedApart, type Order } from './rearranged.js'
import { rulesInOrder } from './rule-order.js'
import { ruleOfFamily, type RuleSource } from './rule-of-family.js'
import { named } from './rule-names.js'
import type { Pair, Rearrangement, SuggestedRule, Suggestion, Tally, Unexplained } from './suggestion.js'
import { StashPaths, tryRules, type Trial } from './try-rules.js'

/** Files that were replaced since the other side looked: up to this share of what a rule leads to may differ in size, or one of some. */
const NOISE = 0.02
const SOME = 10
const SHOWN = 10

export interface Libraries {
  readonly plex: FileList
  readonly stash: FileList
  /** Plex's library folders, as far as known: no rule is wider than these. */
  readonly plexFolders?: readonly string[]
  /** Which part of Plex's files these are; 1, and so all, when absent. */
  readonly everyNth?: number
}

/** The shortest folder rules that explain the most files and contradict none. Pure; for 100,000 files a side about a second. */
export function suggestRules({ plex, stash, plexFolders = [], everyNth = 1 }: Libraries): Suggestion {
  const pairs = pairFiles(plex, stash)
  const folders = plexFolders.map(folderForm)
  const source: RuleSource = { plex, stash, pairs, libraryFolders: folders.map(foldPath), spelledFolders: folders }
  const { kept, orders } = setRearrangedApart(familiesOf(source))
  const { chosen } = new FamilyChoice(source, kept)
  const { rules, refused, trial } = soundRules(chosen, source)
  return {
    rules, refused,
    rearranged: orders.map((order) => rearrangement(order, source)).filter(({ files }) => files >= 2),
    everyNth,
    files: countsOf(trial, plex, stash),
    unexplained: unexplainedIn(trial, source),
  }
}

interface Sound extends Pick<Suggestion, 'rules' | 'refused'> {
  readonly trial: Trial
}

/** Tries the rules on all files, and again without those that contradict, until none does. */
function soundRules(chosen: readonly Family[], source: RuleSource): Sound {
  const paths = new StashPaths(source.stash)
  const refused: SuggestedRule[] = []
  let rules = named(rulesInOrder(chosen.map((family) => ruleOfFamily(family, source))))
  for (;;) {
    const trial = tryRules(rules, source.plex, source.stash, paths)
    const tried = rules.map((rule) => suggested(rule, trial))
    const contrary = tried.filter(contradicts)
    if (contrary.length === 0) return { rules: tried.filter(({ agrees, untold }) => agrees + untold > 0), refused, trial }
    refused.push(...contrary)
    const names = new Set(contrary.map(({ rule }) => rule.name))
    rules = rules.filter(({ name }) => !names.has(name))
  }
}

function suggested(rule: FolderRuleOptions, { byRule }: Trial): SuggestedRule {
  const { tally = { covered: 0, agrees: 0, untold: 0, contradicts: 0 }, examples = [] } = byRule.get(rule.name) ?? {}
  return { rule, ...tally, examples }
}

function contradicts({ agrees, untold, contradicts: contrary }: Tally): boolean {
  const all = agrees + untold + contrary
  return contrary > Math.max(all * NOISE, all >= SOME ? 1 : 0)
}

function rearrangement({ plexFolder, stashFolder, files }: Order, source: RuleSource): Rearrangement {
  const folders = ruleOfFamily({ plexFolder, stashFolder, files: [...files], isLibraryFolder: false, isNarrowed: false }, source)
  return { plex: folders.plex, stash: folders.stash, files: files.length, examples: files.slice(0, 3).map((file) => pairAt(file, source)) }
}

function pairAt(file: number, { plex, stash, pairs }: RuleSource): Pair {
  return { plex: plex.path(file), stash: stash.path(pairs.strong[file] ?? -1) }
}

function countsOf({ fates }: Trial, plex: FileList, stash: FileList): Suggestion['files'] {
  const sizes = new Set(stash.sizes)
  const of = (...wanted: readonly string[]): number => fates.filter((fate) => wanted.includes(fate)).length
  const elsewhere = fates.filter((fate, file) => isOpen(fate) && sizes.has(plex.size(file))).length
  return {
    plex: plex.length, stash: stash.total, explained: of('agrees', 'untold'), sizesAgree: of('agrees'),
    contradicted: of('contradicts'), elsewhere, onlyInPlex: of('nothing-there', 'uncovered') - elsewhere,
  }
}

function isOpen(fate: string): boolean {
  return fate === 'nothing-there' || fate === 'uncovered'
}

function unexplainedIn({ fates }: Trial, { plex, stash, pairs }: RuleSource): Unexplained[] {
  const open = fates.flatMap((fate, file) => (isOpen(fate) ? [file] : []))
  const [known, unknown] = [spread(open.filter((file) => pairs.strong[file] !== -1)), spread(open.filter((file) => pairs.strong[file] === -1))]
  return [...known, ...unknown].slice(0, SHOWN).map((file) => {
    const other = pairs.strong[file] ?? -1
    return { path: plex.path(file), inStash: other === -1 ? undefined : stash.path(other) }
  })
}

/** Some from all over, for what lies next to each other is of one kind. */
function spread(files: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.floor(files.length / SHOWN))
  return files.filter((_, index) => index % step === 0).slice(0, SHOWN)
}

