import type { Codes } from './codes.ts'
import { mark } from './marks.ts'

/**
 * A distinct word and what depends on it alone. Texts repeat their words: each is looked at closely
 * once and found again by one table lookup, which is what keeps checks at a few microseconds per kilobyte.
 * Facts hold -1 until the part that owns them fills them in.
 */
export interface Word {
  /** Lower case, digits as 0, look-alike letters of other alphabets replaced. */
  readonly text: string
  /** With figures read as letters where the word mixes both: `1gn0re` → `ignore`. */
  readonly reading: string
  /** As written, at most `mostCharacters` long. */
  readonly raw: string
  /** Whether it holds an underscore, a digit or a capital after the first letter: a name in code, a key. */
  readonly isCompound: boolean
  /** Bits of text/marks.ts where the word stands for a digit, a dot or an at sign. */
  readonly spoken: number
  /** Labels of the words around numbers (text/context.ts). */
  cues: number
  /** Idea of the injection vocabulary, counted from 1; 0 = none (injection/spot.ts). */
  concept: number
  /** Bits of the rules it triggers (injection/forms.ts, toxicity/phrases.ts). */
  forms: number
  phrases: number
  /** Whether the built-in list has it (toxicity/words.ts). */
  toxic: number
  /** Hash, weights and number of its hashed features (injection/features.ts, injection/model.ts). */
  hash: number
  weight: number
  featureCount: number
  /** Number of the last window it was counted in (injection/model.ts). */
  window: number
}

export const mostCharacters = 40
/** Small enough to stay in a processor's cache. */
const mostWords = 8192

const latinLookAlikes: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  ɡ: 'g',
  ӏ: 'l',
  ո: 'n',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
}
const lookAlike = /[авсенікморѕтухјԁԛԝɡӏոαβεηικνορτυχı]/g
const figureLetters: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
}

/** Letters of other alphabets inside a Latin word are a disguise; a word of them alone is a language. */
const undisguise = (word: string): string =>
  /[a-z]/.test(word) ? word.replace(lookAlike, (char) => latinLookAlikes[char] ?? char) : word

/** Spelling with figures and signs undone: `a$$hole`, `sh1t`. */
export const unleet = (word: string): string =>
  word.replace(/[0134579@$!+]/g, (char) => figureLetters[char] ?? char)

/** Words as which digits and marks are dictated. */
const spokenWords = new Map(
  'zero oh one two three four five six seven eight nine'
    .split(' ')
    .map((word) => [word, mark.digitWord as number]),
)
spokenWords.set('dot', mark.dotWord).set('at', mark.atWord)

export function createWord(raw: string): Word {
  const lower = raw.toLowerCase()
  const plain = undisguise(lower)
  const isMixed = /[0-9@$]/.test(plain)
  return {
    raw,
    text: isMixed ? plain.replace(/[0-9]/g, '0') : plain,
    reading: isMixed && /\p{L}/u.test(plain) ? unleet(plain) : plain,
    isCompound: /[0-9_]|[a-z][A-Z]|[A-Z][a-z].*[A-Z]/.test(raw),
    spoken: spokenWords.get(lower) ?? 0,
    cues: -1,
    concept: -1,
    forms: -1,
    phrases: -1,
    toxic: -1,
    hash: 0,
    weight: 0,
    featureCount: -1,
    window: 0,
  }
}

/** Open addressing with linear probing. What a probe asks stands side by side, in one line of a processor's cache. */
const slots = 2 * mostWords
const slotSize = 4
const hashOffset = 0
const placeOffset = 1
const lengthOffset = 2
const numberOffset = 3
const table = new Int32Array(slots * slotSize)
/** The characters of all known words one after the other. */
const characters = new Uint16Array(mostWords * mostCharacters)
const known: Word[] = []
let used = 0

function isAt(place: number, codes: Codes, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (characters[place + at - start] !== codes[at]) return false
  }
  return true
}

/** Words of the text being read for which the table had no room. */
const spilled = new Map<string, Word>()

/**
 * Makes room for the words of another text. Never in the middle of one: a word that comes twice must be
 * the same both times, or a verdict would depend on what was read before. Common words are soon back.
 */
export function beginText(): void {
  if (spilled.size > 0) spilled.clear()
  if (known.length <= mostWords / 2) return
  table.fill(0)
  known.length = 0
  used = 0
}

/**
 * The record of the word from `start` to `end` of a text given as character codes, which hash to
 * `hash`. Found without cutting the word out of the text, which would cost more than all that is done
 * with it.
 */
export function wordOf(codes: Codes, start: number, end: number, hash: number): Word {
  const key = hash || 1
  let slot = ((key ^ (key >>> 15)) & (slots - 1)) * slotSize
  for (let found = table[slot]; found !== 0; found = table[slot]) {
    if (
      found === key &&
      table[slot + lengthOffset] === end - start &&
      isAt(table[slot + placeOffset] ?? 0, codes, start, end)
    ) {
      const word = known[table[slot + numberOffset] ?? 0]
      if (word !== undefined) return word
    }
    slot = (slot + slotSize) & (slots * slotSize - 1)
  }
  return remember(codes.subarray(start, end), key, slot)
}

function remember(codes: Codes, key: number, slot: number): Word {
  const raw = String.fromCharCode(...codes)
  if (known.length >= mostWords) return spill(raw)
  const word = createWord(raw)
  table[slot + hashOffset] = key
  table[slot + placeOffset] = used
  table[slot + lengthOffset] = codes.length
  table[slot + numberOffset] = known.length
  known.push(word)
  characters.set(codes, used)
  used += codes.length
  return word
}

function spill(raw: string): Word {
  const word = spilled.get(raw) ?? createWord(raw)
  spilled.set(raw, word)
  return word
}
