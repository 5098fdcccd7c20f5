/**
 * How files that Plex got no scene for get it without us: Plex never asks again by itself. Refresh asks for the scene anew;
 * where it does not, Fix Match does, and an item that Plex gave another agent's match must be unmatched first.
 */
export const whatToPress = 'In Plex, select them (or the whole library) and press Refresh Metadata; what stays unmatched, open and use Fix Match; what carries a wrong match, Unmatch and scan the library again.'

export function readyLine(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'file' : 'files'} that Plex got no scene for can be matched now. ${whatToPress} GET /matches/pending lists them.`
}
