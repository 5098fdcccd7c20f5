const longest = 255

/** Names that have broken one media tool or another; each gets a number, so that it is unique in its folder. */
const patterns: readonly ((number: string) => string)[] = [
  (n) => `[Site] Title [1080p] [${n}].mp4`,
  (n) => `50% off_${n}_%.mp4`,
  (n) => `under_score__${n}_.mp4`,
  (n) => `"Quoted" take ${n}.mp4`,
  (n) => `'tis ${n} o'clock it's.mp4`,
  (n) => `emoji 🍑💦 👩‍❤️‍👩 ${n}.mp4`,
  (n) => `a+b=c & d #${n}.mp4`,
  (n) => `.hidden ${n}.mp4`,
  (n) => ` leading space ${n}.mp4`,
  (n) => `trailing space ${n} .mp4`,
  (n) => longName(n),
  (n) => `日本語の長い名前 ${n}.mkv`,
  (n) => `%2F%20%00 encoded ${n}.mp4`,
  (n) => `star* question? colon: ${n}.mp4`,
  (n) => `\`tick\` $HOME \${n} ${n}.mp4`,
  (n) => `...three dots ${n}...mp4`,
  (n) => `two  spaces  ${n}.mp4`,
  (n) => `مرحبا ${n}.mp4`,
  (n) => `semi;colon, <tag> |pipe| ${n}.mp4`,
  (n) => `UPPER ${n}.MP4`,
  (n) => `regex ^(a|b)*$ ${n}.mp4`,
  (n) => `İstanbul ß ﬁ ${n}.mp4`,
]

export function nastyName(nth: number, number: string): string {
  return (patterns[nth % patterns.length] as (text: string) => string)(number)
}

/** The most bytes that a Linux file system takes for one name, most of them in two-byte letters. */
function longName(number: string): string {
  const end = ` ${number}.mp4`
  const room = longest - end.length
  return `${'é'.repeat(Math.floor(room / 2))}${room % 2 === 1 ? 'x' : ''}${end}`
}
