/** The exit code when no folder rule explains the files. */
export const NO_RULES = 3
