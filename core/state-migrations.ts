import { pendingMatchesTable, unansweredTable } from './delivery/unanswered-store.js'
import { gapTables, openGapsIndex } from './gaps/tables.js'
import { foundRulesTable } from './mapping-suggestion/found-rules-store.js'
import { goodCopiesTable } from './metadata/good-copies-table.js'

/** state.db's history: append only, an entry's place in the list is its version. */
export const stateMigrations = [goodCopiesTable, pendingMatchesTable, gapTables, unansweredTable, foundRulesTable, openGapsIndex]
