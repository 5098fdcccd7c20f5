/** Scenes, their files and what hangs on them. Taken from Stash's own schemas; `@since` names the first version that has it. */
export const sceneSdl = `
type Scene {
  id: ID!
  title: String
  code: String
  details: String
  director: String
  url: String @deprecated(reason: "Use urls")
  urls: [String!]!
  date: String
  rating100: Int
  organized: Boolean!
  o_counter: Int
  interactive: Boolean!
  interactive_speed: Int
  captions: [VideoCaption!]
  created_at: Time!
  updated_at: Time!
  last_played_at: Time
  resume_time: Float
  play_duration: Float
  play_count: Int
  play_history: [Time!]! @since(v: "0.25")
  o_history: [Time!]! @since(v: "0.25")
  files: [VideoFile!]!
  paths: ScenePathsType!
  scene_markers: [SceneMarker!]!
  galleries: [Gallery!]!
  studio: Studio
  groups: [SceneGroup!]! @since(v: "0.27")
  movies: [SceneMovie!]! @deprecatedSince(v: "0.27") @deprecated(reason: "Use groups")
  tags: [Tag!]!
  performers: [Performer!]!
  stash_ids: [StashID!]!
  sceneStreams: [SceneStreamEndpoint!]!
}

type ScenePathsType {
  screenshot: String
  preview: String
  stream: String
  webp: String
  vtt: String
  sprite: String
  funscript: String
  interactive_heatmap: String
  caption: String
}

type SceneStreamEndpoint {
  url: String!
  mime_type: String
  label: String
}

type SceneGroup @since(v: "0.27") {
  group: Group!
  scene_index: Int
}

type SceneMovie {
  movie: Movie!
  scene_index: Int
}

type SceneMarker {
  id: ID!
  scene: Scene!
  title: String!
  seconds: Float!
  end_seconds: Float @since(v: "0.28")
  primary_tag: Tag!
  tags: [Tag!]!
  created_at: Time!
  updated_at: Time!
  stream: String!
  preview: String!
  screenshot: String!
}

type VideoCaption {
  language_code: String!
  caption_type: String!
}

type Gallery {
  id: ID!
  title: String
  code: String
  url: String @deprecated(reason: "Use urls")
  urls: [String!]!
  date: String
  details: String
  photographer: String
  rating100: Int
  organized: Boolean!
  created_at: Time!
  updated_at: Time!
  cover: Image
}

type Image {
  id: ID!
  title: String
  created_at: Time!
  updated_at: Time!
}

type StashID {
  endpoint: String!
  stash_id: String!
  updated_at: Time! @since(v: "0.28")
}

interface BaseFile {
  id: ID!
  path: String!
  basename: String!
  parent_folder_id: ID! @deprecatedSince(v: "0.29") @deprecated(reason: "Use parent_folder instead")
  zip_file_id: ID @deprecatedSince(v: "0.29") @deprecated(reason: "Use zip_file instead")
  parent_folder: Folder! @since(v: "0.29")
  zip_file: BasicFile @since(v: "0.29")
  mod_time: Time!
  size: Int64!
  fingerprint(type: String!): String
  fingerprints: [Fingerprint!]!
  created_at: Time!
  updated_at: Time!
}

type VideoFile implements BaseFile {
  id: ID!
  path: String!
  basename: String!
  parent_folder_id: ID! @deprecatedSince(v: "0.29") @deprecated(reason: "Use parent_folder instead")
  zip_file_id: ID @deprecatedSince(v: "0.29") @deprecated(reason: "Use zip_file instead")
  parent_folder: Folder! @since(v: "0.29")
  zip_file: BasicFile @since(v: "0.29")
  mod_time: Time!
  size: Int64!
  fingerprint(type: String!): String
  fingerprints: [Fingerprint!]!
  format: String!
  width: Int!
  height: Int!
  duration: Float!
  video_codec: String!
  audio_codec: String!
  frame_rate: Float!
  bit_rate: Int!
  created_at: Time!
  updated_at: Time!
}

type BasicFile implements BaseFile @since(v: "0.29") {
  id: ID!
  path: String!
  basename: String!
  parent_folder_id: ID! @deprecatedSince(v: "0.29") @deprecated(reason: "Use parent_folder instead")
  zip_file_id: ID @deprecatedSince(v: "0.29") @deprecated(reason: "Use zip_file instead")
  parent_folder: Folder!
  zip_file: BasicFile
  mod_time: Time!
  size: Int64!
  fingerprint(type: String!): String
  fingerprints: [Fingerprint!]!
  created_at: Time!
  updated_at: Time!
}

type Fingerprint {
  type: String!
  value: String!
}

type Folder {
  id: ID!
  path: String!
  parent_folder_id: ID @deprecatedSince(v: "0.29") @deprecated(reason: "Use parent_folder instead")
  zip_file_id: ID @deprecatedSince(v: "0.29") @deprecated(reason: "Use zip_file instead")
  parent_folder: Folder @since(v: "0.29")
  zip_file: BasicFile @since(v: "0.29")
  mod_time: Time!
  created_at: Time!
  updated_at: Time!
}
`
