/** What can be asked of scenes, files and folders. Taken from Stash's own schemas; `@since` names the first version that has it. */
export const filtersSdl = `
input FindFilterType {
  q: String
  page: Int
  per_page: Int
  sort: String
  direction: SortDirectionEnum
}

enum SortDirectionEnum { ASC DESC }

enum CriterionModifier { EQUALS NOT_EQUALS GREATER_THAN LESS_THAN IS_NULL NOT_NULL INCLUDES_ALL INCLUDES EXCLUDES MATCHES_REGEX NOT_MATCHES_REGEX BETWEEN NOT_BETWEEN }

input StringCriterionInput {
  value: String!
  modifier: CriterionModifier!
}

input IntCriterionInput {
  value: Int!
  value2: Int
  modifier: CriterionModifier!
}

input TimestampCriterionInput {
  value: String!
  value2: String
  modifier: CriterionModifier!
}

input DateCriterionInput {
  value: String!
  value2: String
  modifier: CriterionModifier!
}

input SceneHashInput {
  checksum: String
  oshash: String
}

input SceneFilterType {
  AND: SceneFilterType
  OR: SceneFilterType
  NOT: SceneFilterType
  id: IntCriterionInput
  title: StringCriterionInput
  code: StringCriterionInput
  details: StringCriterionInput
  director: StringCriterionInput
  oshash: StringCriterionInput
  checksum: StringCriterionInput
  path: StringCriterionInput
  file_count: IntCriterionInput
  rating100: IntCriterionInput
  organized: Boolean
  is_missing: String
  tag_count: IntCriterionInput
  performer_count: IntCriterionInput
  url: StringCriterionInput
  date: DateCriterionInput
  created_at: TimestampCriterionInput
  updated_at: TimestampCriterionInput
  files_filter: FileFilterType @since(v: "0.30")
}

input FileFilterType @since(v: "0.29") {
  AND: FileFilterType
  OR: FileFilterType
  NOT: FileFilterType
  path: StringCriterionInput
  basename: StringCriterionInput
  dir: StringCriterionInput
  mod_time: TimestampCriterionInput
  scene_count: IntCriterionInput
  created_at: TimestampCriterionInput
  updated_at: TimestampCriterionInput
}

input FolderFilterType @since(v: "0.29") {
  AND: FolderFilterType
  OR: FolderFilterType
  NOT: FolderFilterType
  path: StringCriterionInput
  mod_time: TimestampCriterionInput
  created_at: TimestampCriterionInput
  updated_at: TimestampCriterionInput
}
`
