/** Whom and what scenes point at. Taken from Stash's own schemas; `@since` names the first version that has it. */
export const peopleSdl = `
type Studio {
  id: ID!
  name: String!
  url: String @deprecatedSince(v: "0.30") @deprecated(reason: "Use urls")
  urls: [String!]! @since(v: "0.30")
  parent_studio: Studio
  child_studios: [Studio!]!
  aliases: [String!]!
  tags: [Tag!]! @since(v: "0.27")
  ignore_auto_tag: Boolean!
  image_path: String
  scene_count(depth: Int): Int!
  stash_ids: [StashID!]!
  rating100: Int
  favorite: Boolean! @since(v: "0.26")
  details: String
  created_at: Time!
  updated_at: Time!
}

type Performer {
  id: ID!
  name: String!
  disambiguation: String
  url: String @deprecatedSince(v: "0.27") @deprecated(reason: "Use urls")
  urls: [String!] @since(v: "0.27")
  gender: GenderEnum
  twitter: String @deprecatedSince(v: "0.27") @deprecated(reason: "Use urls")
  instagram: String @deprecatedSince(v: "0.27") @deprecated(reason: "Use urls")
  birthdate: String
  ethnicity: String
  country: String
  eye_color: String
  height_cm: Int
  measurements: String
  career_length: String
  tattoos: String
  piercings: String
  alias_list: [String!]!
  favorite: Boolean!
  tags: [Tag!]!
  ignore_auto_tag: Boolean!
  image_path: String
  scene_count: Int!
  stash_ids: [StashID!]!
  rating100: Int
  details: String
  death_date: String
  hair_color: String
  weight: Int
  created_at: Time!
  updated_at: Time!
  custom_fields: Map! @since(v: "0.28")
}

enum GenderEnum { MALE FEMALE TRANSGENDER_MALE TRANSGENDER_FEMALE INTERSEX NON_BINARY }

type Tag {
  id: ID!
  name: String!
  sort_name: String @since(v: "0.28")
  description: String
  aliases: [String!]!
  ignore_auto_tag: Boolean!
  created_at: Time!
  updated_at: Time!
  favorite: Boolean! @since(v: "0.26")
  stash_ids: [StashID!]! @since(v: "0.30")
  image_path: String
  scene_count(depth: Int): Int!
  parents: [Tag!]!
  children: [Tag!]!
}

type Group @since(v: "0.27") {
  id: ID!
  name: String!
  aliases: String
  duration: Int
  date: String
  rating100: Int
  studio: Studio
  director: String
  synopsis: String
  urls: [String!]!
  tags: [Tag!]!
  created_at: Time!
  updated_at: Time!
  front_image_path: String
  back_image_path: String
  scene_count(depth: Int): Int!
}

type Movie {
  id: ID!
  name: String!
  aliases: String
  duration: Int
  date: String
  rating100: Int
  studio: Studio
  director: String
  synopsis: String
  url: String @deprecatedSince(v: "0.27") @deprecated(reason: "Use urls")
  created_at: Time!
  updated_at: Time!
  front_image_path: String
  back_image_path: String
  scene_count(depth: Int @since(v: "0.27")): Int!
}
`
