import type { JsonObject } from './plex-item.js'

/** The same shape as XML, which Plex sends to everyone who does not ask for JSON: scalars as attributes, lists as elements. */
export function toXml(body: JsonObject): string {
  const [name, content] = Object.entries(body)[0] ?? ['MediaContainer', {}]
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content as JsonObject)}`
}

function element(name: string, content: JsonObject): string {
  const attributes: string[] = []
  const children: string[] = []
  for (const [key, value] of Object.entries(content)) {
    if (Array.isArray(value)) children.push(...value.map((each) => element(key, each as JsonObject)))
    else if (value !== null && typeof value === 'object') children.push(element(key, value as JsonObject))
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes.push(` ${key}="${escaped(`${value}`)}"`)
  }
  return `<${name}${attributes.join('')}>${children.join('')}</${name}>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
