import { mix } from './random.js'

const smallest = 20_000_000
const shortest = 60

/** Bytes of the video with this identity: 20 MB to 4.3 GB. */
export function sizeOf(content: number): number {
  return smallest + mix(content, 1)
}

/** Seconds, to the hundredth, as ffprobe tells them: one minute to an hour and a half. */
export function durationOf(content: number): number {
  return shortest + (mix(content, 2) % 540_000) / 100
}

/** 16 hex digits. Not the real hash of any bytes, but one value for one video, as with real ones. */
export function oshashOf(content: number): string {
  return hex(mix(content, 3)) + hex(mix(content, 4))
}

export function hex(number: number): string {
  return number.toString(16).padStart(8, '0')
}
