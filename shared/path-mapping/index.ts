export { compilePathMapping, type CompiledPathMapping } from './compile.js'
export { coverageLines, tryOnPaths, type Coverage, type LostPath, type RuleCoverage } from './coverage.js'
export { RuleMapping } from './rule-mapping.js'
export type * from './rule-options.js'
