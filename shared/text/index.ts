import type { TextTools } from '../plugin-api/text.js'
import { normalise, similarity } from './compare.js'
import { globs } from './globs.js'
import { inList } from './in-list.js'
import { oneLine } from './one-line.js'
import { basename, parentName } from './path-names.js'
import { template } from './template.js'

/** The text work that the core hands to plugins. */
export const textTools: TextTools = { normalise, similarity, basename, parentName, globs, oneLine, inList, template }
