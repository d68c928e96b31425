/**
 * Words around a number decide what it is. Cues speak for a reading, counter-cues against it,
 * and the nearer one wins, as it does for a reader.
 */
export interface CueWords {
  /** Global, case-insensitive. */
  cues: RegExp
  counter?: RegExp
}

export const contextWindow = 50

/** Builds a word pattern: a leading `~` allows the word inside longer words (scripts without spaces, German). */
export function wordPattern(words: readonly string[]): RegExp {
  const inside: string[] = []
  const whole: string[] = []
  for (const word of words) (word.startsWith('~') ? inside : whole).push(word.replace(/^~/, ''))
  const parts = [
    whole.length > 0 ? `(?<![\\p{L}\\p{N}])(?:${whole.join('|')})(?![\\p{L}\\p{N}])` : '',
    inside.length > 0 ? inside.join('|') : '',
  ]
  return new RegExp(parts.filter((part) => part !== '').join('|'), 'giu')
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = -1
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length
  return end
}

/** The text just before `start`, at most `contextWindow` characters. */
export function before(text: string, start: number, window: number = contextWindow): string {
  return text.slice(Math.max(0, start - window), start)
}

/** +1: a cue is nearest, -1: a counter-cue is, 0: neither is there. */
export function verdictBefore(text: string, start: number, words: CueWords): -1 | 0 | 1 {
  const window = before(text, start)
  const cue = lastEnd(window, words.cues)
  const counter = words.counter === undefined ? -1 : lastEnd(window, words.counter)
  if (cue < 0 && counter < 0) return 0
  // A tie is one phrase: in "card number" the whole speaks against a phone number.
  return cue > counter ? 1 : -1
}
