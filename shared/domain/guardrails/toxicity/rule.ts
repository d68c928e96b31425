import { type CompiledRule, noFindings } from '../rules/rule.ts'
import type { Reading } from '../text/reading.ts'
import { matchesWithin, placesOf, stretchesAround } from '../text/stretches.ts'
import type { Word } from '../text/word.ts'
import type { Finding, ToxicityRule } from '../types.ts'
import { findHostilePhrases, type HostileKind } from './phrases.ts'
import { censoredForms, isListed, toxicWords, unspacedToxic } from './words.ts'

type ToxicPlace = { kind: HostileKind | 'word'; start: number; end: number }

const maskedWord = /(?<![\p{L}*!])\p{L}[\p{L}*!]{1,10}[\p{L}*](?![\p{L}*])/gu
const maskedHint = /[a-z][*!]{1,4}[a-z]|[a-z]\*{2}/gi
const longestMasked = 14

/** Whole words only, and a compound only with its own entry: "Scunthorpe" and "cocktail" are no hits. */
class WordJudge {
  readonly #extra: ReadonlySet<string>
  readonly #allowed: ReadonlySet<string>
  readonly #censored: ReadonlyMap<string, string[]>

  constructor(rule: ToxicityRule) {
    this.#allowed = new Set(rule.allow.map((word) => word.toLowerCase()))
    this.#extra = new Set(rule.extra.map((word) => word.toLowerCase()))
    this.#censored = censoredForms(new Set([...toxicWords, ...this.#extra]))
  }

  isToxic(word: Word): boolean {
    if (!isListed(word) && (this.#extra.size === 0 || !this.#extra.has(word.reading))) return false
    return !this.#allowed.has(word.reading)
  }

  /** `f*ck`: a listed word of that length agrees in all letters that are shown, of which there are two. */
  isCensored(raw: string): boolean {
    const word = raw.toLowerCase()
    if (!/^[a-z][a-z*!]{2,11}$/.test(word) || !/[a-z].*[a-z]/.test(word) || !/[*!]/.test(word))
      return false
    const candidates = this.#censored.get(`${word.charAt(0)}${word.length}`) ?? []
    return candidates.some(
      (candidate) =>
        !this.#allowed.has(candidate) &&
        [...word].every(
          (char, at) => char === '*' || char === '!' || char === candidate.charAt(at),
        ),
    )
  }
}

const messages: Record<ToxicPlace['kind'], string> = {
  word: 'The text contains an offensive word.',
  insult: 'The text contains an insult.',
  threat: 'The text contains a threat.',
  contempt: 'The text contains contempt or harassment.',
}

function findWords({ text, tokens, isUnspaced }: Reading, judge: WordJudge): ToxicPlace[] {
  const found: ToxicPlace[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const word = tokens.words[at]
    if (word === undefined || !judge.isToxic(word)) continue
    found.push({ kind: 'word', start: tokens.starts[at] ?? 0, end: tokens.ends[at] ?? 0 })
  }
  if (text.includes('*') || text.includes('!')) {
    const marks = stretchesAround(placesOf(text, maskedHint), longestMasked, text.length)
    for (const { start, end, text: raw } of matchesWithin(text, marks, maskedWord)) {
      if (judge.isCensored(raw)) found.push({ kind: 'word', start, end })
    }
  }
  if (!isUnspaced) return found
  for (const { start, end } of placesOf(text, unspacedToxic))
    found.push({ kind: 'word', start, end })
  return found
}

/** Swear words of a kept list, insults, and phrases of hostility. */
export function compileToxicity(rule: ToxicityRule): CompiledRule {
  const judge = new WordJudge(rule)
  const allowed = rule.allow.map((word) => word.toLowerCase())
  const isAllowed = (text: string): boolean =>
    allowed.some((word) => text.toLowerCase().includes(word))
  return {
    scope: 'content',
    readsWords: true,
    find(subject): readonly Finding[] {
      const reading = subject.reading()
      const { text, tokens, folded } = reading
      const places = findWords(reading, judge)
      for (const phrase of findHostilePhrases(text, tokens))
        if (!isAllowed(text.slice(phrase.start, phrase.end))) places.push(phrase)
      if (places.length === 0) return noFindings
      return places.map(({ kind, start, end }) => ({
        entity: kind,
        start: folded.start(start),
        end: folded.end(end),
        score: kind === 'word' ? 0.7 : 0.8,
        message: messages[kind],
      }))
    },
  }
}
