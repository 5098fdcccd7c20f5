/** A table in plain text: numbers to the right, everything else to the left, a line under the heads. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [heads, ...rows.map((row) => row.map(String))]
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, { width: widths[column] ?? 0, left: typeof (rows[0]?.[column] ?? '') === 'string' })).join('  ').trimEnd())
  const [head = '', ...body] = lines
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...body]
}

function pad(cell: string, { width, left }: { width: number; left: boolean }): string {
  return left ? cell.padEnd(width) : cell.padStart(width)
}
