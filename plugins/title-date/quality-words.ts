/** What people and release groups write about a file rather than about what it shows. */
const words = new Set(`
  4k 5k 6k 7k 8k aac ac3 av1 avc avi blu bluray brrip bdrip divx dvd dvdrip flac fullhd fhd gopro h264 h265 hd hdr hdr10 hdrip hdtv hevc hq lq m4v
  mkv mov mp3 mp4 mpeg mpg oculus pdvd proper qhd remastered remux repack rip sd sdr siterip sbs uhd untouched upscaled vp9 vr vr180 vr360 web webdl webrip
  wmv x264 x265 xvid xxx 1k 2k 10bit 8bit 180x180 3dh 180lr lr180 webm flv ts
`.trim().split(/\s+/))

/** `1080p`, `1920x1080`, `60fps`, `5000kbps`, `2.1gb`. */
const measures = /^(?:\d{3,4}[pi]\d{0,3}|\d{3,4}x\d{3,4}p?|\d{2,3}fps|\d{3,6}kbps|\d{1,4}(?:mb|gb))$/

/** What is split in two by a dot or hyphen. */
export const qualityPairs = /\b(?:web[ ._-]?(?:dl|rip)|blu[ ._-]?ray|h[ ._-]?26[45]|x[ ._-]?26[45]|full[ ._-]hd|dvd[ ._-]rip|split[ ._-]scenes?)\b/giu

export function isQualityWord(word: string): boolean {
  const folded = word.toLowerCase()
  return words.has(folded) || measures.test(folded)
}
