/**
 * Stems of English words after Porter, "An algorithm for suffix stripping" (1980), with the two
 * departures of his own later program (logi → log, bli → ble). Words of one or two letters stay.
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  let result = step1a(word)
  result = step1b(result)
  result = result.replace(/^(.*[aeiouy].*)y$/, (whole, base: string) =>
    hasVowel(base) ? `${base}i` : whole,
  )
  result = replaceSuffix(result, step2)
  result = replaceSuffix(result, step3)
  result = step4(result)
  return step5(result)
}

/** Consonants as c, vowels as v; y is a vowel after a consonant. */
const shape = (word: string) => {
  let kinds = ''
  for (const letter of word) {
    const isVowel = 'aeiou'.includes(letter) || (letter === 'y' && kinds.endsWith('c'))
    kinds += isVowel ? 'v' : 'c'
  }
  return kinds
}

/** Porter's m: how often a vowel run is followed by a consonant run. */
const measure = (word: string) => shape(word).match(/v+c+/g)?.length ?? 0
const hasVowel = (word: string) => shape(word).includes('v')
const endsDouble = (word: string) => /([^aeiou])\1$/.test(word) && shape(word).endsWith('c')
const endsCvc = (word: string) => shape(word).endsWith('cvc') && !/[wxy]$/.test(word)

function step1a(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ies')) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

function step1b(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const suffix = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0
  const base = word.slice(0, word.length - suffix)
  if (suffix === 0 || !hasVowel(base)) return word
  if (/(?:at|bl|iz)$/.test(base)) return `${base}e`
  if (endsDouble(base) && !/[lsz]$/.test(base)) return base.slice(0, -1)
  return measure(base) === 1 && endsCvc(base) ? `${base}e` : base
}

type Suffixes = readonly (readonly [suffix: string, replacement: string])[]

const pairs = (text: string): Suffixes =>
  text.split(' ').map((pair) => {
    const [suffix = '', replacement = ''] = pair.split(':')
    return [suffix, replacement] as const
  })

/** Longest first where one suffix ends in another. */
const step2 = pairs(
  'ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ' +
    'ization:ize ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive ' +
    'biliti:ble logi:log',
)
const step3 = pairs('icate:ic ative: alize:al iciti:ic ical:ic ful: ness:')
const step4Suffixes =
  'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'.split(' ')

/** The first suffix that fits decides, whether its stem is long enough or not. */
function replaceSuffix(word: string, suffixes: Suffixes): string {
  const found = suffixes.find(([suffix]) => word.endsWith(suffix))
  if (!found) return word
  const base = word.slice(0, -found[0].length)
  return measure(base) > 0 ? base + found[1] : word
}

function step4(word: string): string {
  const suffix = step4Suffixes.find((ending) => word.endsWith(ending))
  if (suffix === undefined) return word
  const base = word.slice(0, -suffix.length)
  if (suffix === 'ion' && !/[st]$/.test(base)) return word
  return measure(base) > 1 ? base : word
}

function step5(word: string): string {
  let result = word
  if (result.endsWith('e')) {
    const base = result.slice(0, -1)
    const size = measure(base)
    if (size > 1 || (size === 1 && !endsCvc(base))) result = base
  }
  return result.endsWith('ll') && measure(result.slice(0, -1)) > 1 ? result.slice(0, -1) : result
}
