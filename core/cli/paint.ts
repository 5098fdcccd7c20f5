import { styleText } from 'node:util'

/** How words stand out; on anything but a terminal, they do not. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly doubtful: (text: string) => string
  readonly faint: (text: string) => string
}

const same = (text: string): string => text

export const plain: Paint = { strong: same, good: same, bad: same, doubtful: same, faint: same }

/** Whether to is decided here: by itself, it would look at standard output alone. */
const styled = (format: 'bold' | 'green' | 'red' | 'yellow' | 'dim', text: string): string => styleText(format, text, { validateStream: false })

export const coloured: Paint = {
  strong: (text) => styled('bold', text),
  good: (text) => styled('green', text),
  bad: (text) => styled('red', text),
  doubtful: (text) => styled('yellow', text),
  faint: (text) => styled('dim', text),
}

/** A terminal gets colours, unless `NO_COLOR` is set (no-color.org) or it says that it has none. */
export function paintFor({ isTTY }: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): Paint {
  const wanted = isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  return wanted ? coloured : plain
}
