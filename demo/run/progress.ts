import type { ScanProgress } from '../plex/scan.js'

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

const BAR = 30

/** Shows how far a scan is: one line that is drawn over on a terminal, else a plain line every tenth. */
export function progressOn(output: Output): (progress: ScanProgress) => void {
  let shown = -1
  return ({ done, total, matched }) => {
    const step = Math.floor(done / total * (output.isTTY === true ? 100 : 10))
    if (step === shown) return
    shown = step
    const told = `${done} of ${total} files, ${matched} matched`
    output.write(output.isTTY === true ? `\r  ${bar(done / total)} ${told}${done === total ? '\n' : ''}` : `  ${told}\n`)
  }
}

function bar(part: number): string {
  const filled = Math.round(part * BAR)
  return '█'.repeat(filled) + '░'.repeat(BAR - filled)
}
