import type { IndexedScene } from '../../core/stash/indexed-scene.js'
import { mix } from '../../demo/library/random.js'

/** The library folder as Stash and as Plex see it. */
export const stashRoot = '/data/media'
export const plexRoot = '/plex/media'
/** One scene in so many lies in a folder of its own, in a file that bears everybody's name. */
const sameNameEvery = 10
const secondFileEvery = 20
const vocabulary = 30_000
const small = ['the', 'of', 'a', 'and', 'in', 'with', 'my', 'to', 'part', 'new']

/** The nth scene of a library of any size, from 1: the same every time. Paths have about 80 bytes. */
export function sampleScene(n: number): IndexedScene {
  const title = titleOf(n)
  const second = n % secondFileEvery === 7 ? [fileOf(n, title, 1)] : []
  return {
    id: String(n), createdAt: momentOf(n), updatedAt: momentOf(n + 1), title, date: dateOf(n), organized: n % 3 === 0,
    files: [fileOf(n, title, 0), ...second],
  }
}

/** The file as Plex names it in a match: relative to its library folder. */
export function plexFilename(n: number): string {
  return (sampleScene(n).files[0]?.path ?? '').slice(stashRoot.length + 1)
}

export function isSameName(n: number): boolean {
  return n % sameNameEvery === 0
}

function fileOf(n: number, title: string, position: number): IndexedScene['files'][number] {
  const number = String(n).padStart(7, '0')
  const folder = `${stashRoot}/studio ${wordOf(mix(n, 3) % 400)}/${2000 + n % 25}`
  const path = isSameName(n) ? `${folder}/${title} ${number}/scene.mp4` : `${folder}/${title} ${number} [1080p]${position === 0 ? '' : ' b'}.mp4`
  return { id: String(n * 2 + position), path, size: 500_000_000 + mix(n, 4) + position, duration: 300 + mix(n, 5) % 5000, oshash: oshashOf(n, position) }
}

function oshashOf(n: number, position: number): string {
  return mix(n, 6 + position).toString(16).padStart(8, '0') + n.toString(16).padStart(8, '0')
}

/** Two to eight words, the common ones as common as in any language: the rth word is in every rth title or so. */
function titleOf(n: number): string {
  const words = Array.from({ length: 2 + mix(n, 1) % 7 }, (_, at) => wordOf(Math.floor(vocabulary ** (mix(n, 10 + at) / 2 ** 32)) - 1))
  return words.join(' ').replace(/^./, (letter) => letter.toUpperCase())
}

export function wordOf(rank: number): string {
  const common = small[rank]
  if (common !== undefined) return common
  let word = ''
  for (let rest = rank; rest > 0; rest = Math.floor(rest / 60)) word += syllables[rest % 60]
  return word
}

const syllables = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't'].flatMap((first) => ['a', 'e', 'i', 'o', 'u'].map((second) => first + second))

function momentOf(n: number): string {
  return `${new Date(1_500_000_000_000 + n * 60_000).toISOString().slice(0, 19)}Z`
}

function dateOf(n: number): string {
  return new Date(1_000_000_000_000 + mix(n, 2) % 8000 * 86_400_000).toISOString().slice(0, 10)
}
