import { choose, mix } from './random.js'

const qualities = ['Velvet', 'Golden', 'Silent', 'Scarlet', 'Midnight', 'Wild', 'Gentle', 'Hidden', 'Electric', 'Summer',
  'Crystal', 'Secret', 'Lazy', 'Burning', 'Endless', 'Paper', 'Neon', 'Sweet', 'Broken', 'Distant', 'Lucky', 'Rainy']
const things = ['Morning', 'Garden', 'Promise', 'Mirror', 'Holiday', 'Letter', 'River', 'Staircase', 'Weekend', 'Lesson',
  'Balcony', 'Orchid', 'Rehearsal', 'Passenger', 'Lighthouse', 'Wager', 'Picnic', 'Interview', 'Masquerade', 'Ocean']
const places = ['in Lisbon', 'at Noon', 'for Two', 'by the Pool', 'on Tape', 'after Dark', 'in Color', 'Part Two',
  'at the Lake', 'without Words', 'Uncut', 'on the Roof', 'in Black', 'Revisited', 'from Above', 'at Last']
const forenames = ['Anna', 'Bea', 'Carla', 'Dana', 'Elena', 'Fay', 'Gwen', 'Hana', 'Ivy', 'Jade', 'Kim', 'Lena', 'Mia',
  'Nora', 'Olga', 'Pia', 'Renée', 'Sofía', 'Tess', 'Uma', 'Vera', 'Zoë', 'Adam', 'Ben', 'Carl', 'Dirk', 'Erik']
const surnames = ['Rivers', 'Stone', 'Bloom', 'Fox', 'Hart', 'Lane', 'Moreau', 'Nilsson', 'O\'Neil', 'Prado', 'Quist',
  'Rossi', 'Skye', 'Torres', 'Ünal', 'Vance', 'West', 'Young', 'Zimmer', 'Ångström']
const houses = ['Blue Door', 'Nine Lamps', 'Harbour', 'Red Thread', 'Sunday', 'Northlight', 'Corner Shop', 'Atelier',
  'Paper Moon', 'Tall Grass', 'Second Floor', 'Open Window', 'Copper', 'Marble & Co', 'Q+A', 'Studio #5']
const houseKinds = ['Films', 'Pictures', 'Network', 'Originals', 'Video', 'Classics', 'Live', 'Amateurs']
const tagStems = ['Outdoor', 'Interview', 'Solo', 'Couple', 'Massage', 'Kitchen', 'Vintage', 'POV', 'Slow', 'Dance',
  'Roleplay', 'Beach', 'Office', 'Hotel', 'Music', 'Comedy', 'Blonde', 'Brunette', 'Redhead', 'Tattoo']

export function sceneTitle(number: number): string {
  return `${choose(qualities, number)} ${choose(things, mix(number, 11))} ${choose(places, mix(number, 12))}`
}

export function personName(number: number): string {
  return `${choose(forenames, mix(number, 21))} ${choose(surnames, mix(number, 22))}`
}

/** Without repetition for the first 128 numbers, then numbered. */
export function studioName(number: number): string {
  const name = `${choose(houses, number)} ${choose(houseKinds, Math.floor(number / houses.length))}`
  const round = Math.floor(number / (houses.length * houseKinds.length))
  return round === 0 ? name : `${name} ${round + 1}`
}

export function tagName(number: number): string {
  const round = Math.floor(number / tagStems.length)
  return round === 0 ? choose(tagStems, number) : `${choose(tagStems, number)} ${round + 1}`
}

export function sentences(number: number, count: number): string {
  const told = Array.from({ length: count }, (_, nth) => {
    const by = mix(number, 31 + nth)
    return `${personName(by)} and ${personName(mix(by, 1))} share a ${choose(qualities, by).toLowerCase()} `
      + `${choose(things, mix(by, 2)).toLowerCase()} ${choose(places, mix(by, 3)).toLowerCase()}.`
  })
  return told.join(' ')
}
