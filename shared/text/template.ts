import type { TemplateValues } from '../plugin-api/text.js'
import { oneLine } from './one-line.js'

/** A bracketed part goes as a whole when no field in it has a value. */
type Part =
  | { readonly kind: 'text', readonly text: string }
  | { readonly kind: 'field', readonly name: string }
  | { readonly kind: 'group', readonly open: string, readonly parts: readonly Part[], readonly close: string }

interface Frame {
  readonly open: string
  readonly parts: Part[]
}

const tokens = /\{\w+\}|[[\]()]|[^{}[\]()]+|[{}]/g
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']' }

/** See the plugin API's `TextTools.template`. */
export function template(text: string): (values: TemplateValues) => string {
  const parts = parse(text)
  return (values) => oneLine(render(parts, values)) ?? ''
}

function parse(text: string): readonly Part[] {
  const frames: [Frame, ...Frame[]] = [{ open: '', parts: [] }]
  for (const token of text.match(tokens) ?? []) {
    const [top, below] = frames
    if (Object.hasOwn(closers, token)) frames.unshift({ open: token, parts: [] })
    else if (below !== undefined && token === closers[top.open]) close(frames, below)
    else add(top.parts, partOf(token))
  }
  // A bracket that is never closed is a letter like others.
  return frames.toReversed().flatMap(({ open, parts }) => [...open === '' ? [] : [textPart(open)], ...parts]).reduce<Part[]>(add, [])
}

function close(frames: [Frame, ...Frame[]], below: Frame): void {
  const [{ open, parts }] = frames
  frames.shift()
  const end = closers[open] ?? ''
  if (parts.some(({ kind }) => kind !== 'text')) below.parts.push({ kind: 'group', open, parts, close: end })
  else for (const part of [textPart(open), ...parts, textPart(end)]) add(below.parts, part)
}

function partOf(token: string): Part {
  return /^\{\w+\}$/.test(token) ? { kind: 'field', name: token.slice(1, -1) } : textPart(token)
}

function textPart(text: string): Part {
  return { kind: 'text', text }
}

/** Texts side by side become one, so that there is one separator between two fields. */
function add(parts: Part[], part: Part): Part[] {
  const last = parts.at(-1)
  if (last?.kind === 'text' && part.kind === 'text') parts[parts.length - 1] = textPart(last.text + part.text)
  else parts.push(part)
  return parts
}

/** Between two values stands the separator that follows the first of them; what leads and what trails needs its neighbour. */
function render(parts: readonly Part[], values: TemplateValues): string {
  let shown = ''
  let separator: string | undefined
  for (const [at, part] of parts.entries()) {
    if (part.kind === 'text') {
      separator ??= shown !== '' || at === 0 ? part.text : undefined
      continue
    }
    const value = valueOf(part, values)
    if (value !== '') shown += `${separator ?? ''}${value}`
    if (value !== '' || shown === '') separator = undefined
  }
  const last = parts.at(-1)
  const before = parts.at(-2)
  const trails = shown !== '' && last?.kind === 'text' && before !== undefined && before.kind !== 'text' && valueOf(before, values) !== ''
  return trails ? shown + last.text : shown
}

function valueOf(part: Exclude<Part, { kind: 'text' }>, values: TemplateValues): string {
  if (part.kind === 'field') return oneLine(Object.hasOwn(values, part.name) ? values[part.name] : undefined) ?? ''
  const inner = render(part.parts, values)
  return inner === '' ? '' : `${part.open}${inner}${part.close}`
}
