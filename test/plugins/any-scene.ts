import fc from 'fast-check'
import type { Gender, ImageKind, ImageRef, Scene } from '../../shared/plugin-api/index.js'

/** Texts as the worst of databases has them. */
const text = fc.oneof(
  fc.constantFrom('', ' ', '\n', '<b>x</b>', '&amp;', '*', '[', '(', '{title}', '$&', '\\', '/', '../..', '\u0000', '\ud800', '😀', 'Ann Lee', 'Ann Lee - Garden', 'a'.repeat(25_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined })
const id = fc.integer({ min: 1, max: 999 }).map(String)
const named = fc.record({ id, name: text })
const image = (kind: ImageKind): fc.Arbitrary<ImageRef | undefined> => maybe(fc.record({ kind: fc.constant(kind), id, version: id }))
const gender = maybe(fc.constantFrom<Gender>('MALE', 'FEMALE', 'TRANSGENDER_MALE', 'TRANSGENDER_FEMALE', 'INTERSEX', 'NON_BINARY'))
const many = <T>(of: fc.Arbitrary<T>, maxLength = 4): fc.Arbitrary<T[]> => fc.oneof({ weight: 20, arbitrary: fc.array(of, { maxLength }) }, { weight: 1, arbitrary: of.map((one) => Array.from({ length: 1200 }, () => one)) })

const file = fc.record({ id, path: text, size: fc.nat(), duration: maybe(fc.double()), modTime: text, width: fc.nat(), height: fc.nat(), fingerprints: fc.constant([]) })

/** Any scene that the reader of Stash can give, and many that it cannot. */
export const anyScene: fc.Arbitrary<Scene> = fc.record({
  id, createdAt: text, updatedAt: text, title: maybe(text), code: maybe(text), details: maybe(text), director: maybe(text), urls: many(text),
  date: maybe(fc.oneof(text, fc.constantFrom('2023', '2023-05', '2023-05-06', '0000'))), rating100: maybe(fc.integer({ min: -10, max: 200 })),
  organized: fc.boolean(), interactive: fc.boolean(), files: fc.array(file, { maxLength: 2 }), cover: image('scene'),
  studio: maybe(fc.record({ id, name: text, logo: image('studio'), parent: maybe(named) })),
  performers: many(fc.record({ id, name: text, disambiguation: maybe(text), gender, favorite: fc.boolean(), photo: image('performer'), tags: many(named, 2) })),
  tags: many(fc.record({ id, name: text, image: image('tag'), parents: fc.array(named, { maxLength: 2 }), ancestors: fc.array(named, { maxLength: 3 }) })),
  groups: many(fc.record({ id, name: text, sceneIndex: maybe(fc.nat()), front: image('group') })),
  galleries: many(fc.record({ id, cover: image('image') })),
  stashIds: many(fc.record({ endpoint: text, stashId: text })),
})
