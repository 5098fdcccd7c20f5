// Reads the part of the Dockerfile language that ours is written in, and what .dockerignore lets through.

/** `[{ keyword, text }]`, continued lines joined, comments left out. */
export function instructionsIn(text) {
  const joined = text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n').replaceAll(/\\\n\s*/g, '')
  return joined.split('\n').filter((line) => line.trim() !== '').map((line) => {
    const [, keyword, rest] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    if (keyword === undefined) throw new Error(`this is no instruction: ${line}`)
    return { keyword: keyword.toUpperCase(), text: rest.trim() }
  })
}

/** `[{ name, base, instructions }]`; the last one is the image. */
export function stagesIn(text) {
  const stages = []
  for (const instruction of instructionsIn(text)) {
    if (instruction.keyword === 'FROM') stages.push({ ...stageHead(instruction.text), instructions: [] })
    else stages.at(-1)?.instructions.push(instruction)
  }
  return stages
}

function stageHead(text) {
  const [base, , name] = text.split(/\s+/).filter((word) => !word.startsWith('--'))
  return { base, name: name ?? 'image' }
}

/** `{ flags: { from: 'build' }, sources, target }` of a COPY. */
export function copyOf(text) {
  const words = text.split(/\s+/)
  const flags = Object.fromEntries(words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=')))
  const paths = words.filter((word) => !word.startsWith('--'))
  return { flags, sources: paths.slice(0, -1), target: paths.at(-1) }
}

/** `A=1 B="two words"` as an object. */
export function pairsIn(text) {
  return Object.fromEntries([...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S*))/g)].map(([, key, quoted, plain]) => [key, quoted ?? plain]))
}

/** Whether a path gets to the builder. For a list that excludes `*`, lets paths in by `!`, and excludes names anywhere by double star. */
export function contextFilter(ignoreText) {
  const lines = ignoreText.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  const nowhere = new Set(lines.filter((line) => line.startsWith('**/')).map((line) => line.slice(3)))
  if (!lines.includes('*') || lines.some((line) => line !== '*' && !/^(!|\*\*\/)/.test(line))) throw new Error('.dockerignore has a form that this does not read')
  return (path) => allowed.some((entry) => path === entry || path.startsWith(`${entry}/`)) && !path.split('/').some((part) => nowhere.has(part))
}
