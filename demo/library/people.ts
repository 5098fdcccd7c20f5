import { mix } from './random.js'
import type { SampleGroup, SampleLibrary, SamplePerformer, SampleStudio, SampleTag } from './sample-library.js'
import type { PoolSizes } from './scene-facts.js'
import { personName, sceneTitle, studioName, tagName } from './words.js'

const genders = ['FEMALE', 'FEMALE', 'FEMALE', 'MALE', 'TRANSGENDER_FEMALE', 'NON_BINARY', null] as const
const created = 1_590_000_000

function ids(count: number): readonly number[] {
  return Array.from({ length: count }, (_, nth) => nth + 1)
}

function stamps(id: number): { createdAt: number, updatedAt: number } {
  return { createdAt: created + id * 60, updatedAt: created + id * 60 + mix(id, 77) % 1_000_000 }
}

function studio(id: number): SampleStudio {
  return { id, name: studioName(id - 1), parentId: id % 3 === 0 ? Math.ceil(id / 3) : null, hasImage: id % 4 !== 1, ...stamps(id) }
}

/** Names repeat, as those of people do: then the disambiguation tells them apart. */
function performer(seed: number, id: number): SamplePerformer {
  const dice = mix(seed, id)
  const gender = genders[dice % genders.length] ?? null
  return { id, name: personName(dice), disambiguation: `no. ${id}`, gender, favorite: id % 9 === 0, hasImage: id % 3 !== 2, tagIds: id % 5 === 0 ? [1 + dice % 20] : [], ...stamps(id) }
}

function tag(id: number): SampleTag {
  return { id, name: tagName(id - 1), description: id % 7 === 0 ? 'Said\nin two lines' : '', parentIds: id > 20 ? [1 + (id - 1) % 20] : [], hasImage: id % 6 === 0, ...stamps(id) }
}

function group(seed: number, id: number): SampleGroup {
  return { id, name: `${sceneTitle(mix(seed, id))}, Vol. ${id}`, hasImage: id % 2 === 0, ...stamps(id) }
}

type Pools = Pick<SampleLibrary, 'studios' | 'performers' | 'tags' | 'groups'>

/** What scenes point at. */
export function poolsOf(seed: number, sizes: PoolSizes): Pools {
  return {
    studios: ids(sizes.studios).map(studio),
    performers: ids(sizes.performers).map((id) => performer(seed, id)),
    tags: ids(sizes.tags).map(tag),
    groups: ids(sizes.groups).map((id) => group(seed, id)),
  }
}
