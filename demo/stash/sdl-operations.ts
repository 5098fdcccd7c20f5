/** Queries, mutations and what they answer with. Taken from Stash's own schemas; `@since` names the first version that has it. */
export const operationsSdl = `
type Query {
  findFile(id: ID, path: String): BaseFile! @since(v: "0.29")
  findFiles(file_filter: FileFilterType, filter: FindFilterType, ids: [ID!]): FindFilesResultType! @since(v: "0.29")
  findFolder(id: ID, path: String): Folder! @since(v: "0.29")
  findFolders(folder_filter: FolderFilterType, filter: FindFilterType, ids: [ID!]): FindFoldersResultType! @since(v: "0.29")
  findScene(id: ID, checksum: String): Scene
  findSceneByHash(input: SceneHashInput!): Scene
  findScenes(scene_filter: SceneFilterType, scene_ids: [Int!], ids: [ID!] @since(v: "0.25"), filter: FindFilterType): FindScenesResultType!
  findScenesByPathRegex(filter: FindFilterType): FindScenesResultType!
  findPerformer(id: ID!): Performer
  findStudio(id: ID!): Studio
  findMovie(id: ID!): Movie @deprecatedSince(v: "0.27") @deprecated(reason: "Use findGroup instead")
  findGroup(id: ID!): Group @since(v: "0.27")
  findTag(id: ID!): Tag
  stats: StatsResultType!
  configuration: ConfigResult!
  systemStatus: SystemStatus!
  version: Version!
}

type Mutation {
  metadataScan(input: ScanMetadataInput!): ID!
}

type FindScenesResultType {
  count: Int!
  duration: Float!
  filesize: Float!
  scenes: [Scene!]!
}

type FindFilesResultType @since(v: "0.29") {
  count: Int!
  megapixels: Float!
  duration: Float!
  size: Int!
  files: [BaseFile!]!
}

type FindFoldersResultType @since(v: "0.29") {
  count: Int!
  folders: [Folder!]!
}

type SystemStatus {
  databaseSchema: Int
  databasePath: String
  configPath: String
  appSchema: Int!
  status: SystemStatusEnum!
  os: String!
  workingDir: String!
  homeDir: String!
  ffmpegPath: String @since(v: "0.26")
  ffprobePath: String @since(v: "0.26")
}

enum SystemStatusEnum { SETUP NEEDS_MIGRATION OK }

type Version {
  version: String
  hash: String!
  build_time: String!
}

type StatsResultType {
  scene_count: Int!
  scenes_size: Float!
  scenes_duration: Float!
  image_count: Int!
  images_size: Float!
  gallery_count: Int!
  performer_count: Int!
  studio_count: Int!
  group_count: Int! @since(v: "0.27")
  movie_count: Int! @deprecatedSince(v: "0.27") @deprecated(reason: "use group_count instead")
  tag_count: Int!
  total_o_count: Int!
  total_play_duration: Float!
  total_play_count: Int!
  scenes_played: Int!
}

type ConfigResult {
  general: ConfigGeneralResult!
}

type ConfigGeneralResult {
  stashes: [StashConfig!]!
}

type StashConfig {
  path: String!
  excludeVideo: Boolean!
  excludeImage: Boolean!
}

input ScanMetadataInput {
  paths: [String!]
  rescan: Boolean @since(v: "0.26")
}
`
