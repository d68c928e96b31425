import type { CompiledRule } from '../rules/rule.ts'
import type { FoldedText } from '../text/fold.ts'
import type { Finding, ToxicityRule } from '../types.ts'
import { hostilePhrases } from './phrases.ts'
import { censoredForms, toxicWords, unleet, unspacedToxic } from './words.ts'

const wordForm = /[\p{L}\p{N}@$!*+](?:[\p{L}\p{N}@$!*+'_-]{0,30}[\p{L}\p{N}@$*+])?/gu
const phraseHint =
  /you|they|are|hope|shut|kill|screw|get lost|hell|should|bully|harass|\bdu\b|tu |va |eres|cala|sei|jeste|ты|je |sen |gueule|espèce|puta|заткнись|halt|fick|dich/i

/** Whole words only, and a compound only with its own entry: "Scunthorpe" and "cocktail" are no hits. */
class WordJudge {
  readonly #words: ReadonlySet<string>
  readonly #allowed: ReadonlySet<string>
  readonly #censored: ReadonlyMap<string, string[]>

  constructor(rule: ToxicityRule) {
    this.#allowed = new Set(rule.allow.map((word) => word.toLowerCase()))
    this.#words = new Set([...toxicWords, ...rule.extra.map((word) => word.toLowerCase())])
    this.#censored = censoredForms(this.#words)
  }

  isToxic(raw: string): boolean {
    const word = raw.toLowerCase()
    if (this.#allowed.has(word)) return false
    if (this.#words.has(word)) return true
    if (word.includes('*')) return this.#isCensored(word)
    if (!/[0134579@$!+]/.test(word) || !/\p{L}/u.test(word)) return false
    const plain = unleet(word.replace(/!+$/, ''))
    return plain.length > 3 && this.#words.has(plain) && !this.#allowed.has(plain)
  }

  #isCensored(word: string): boolean {
    if (!/^[a-z][a-z*]{2,11}$/.test(word) || /^.\*+$/.test(word)) return false
    const candidates = this.#censored.get(`${word.charAt(0)}${word.length}`) ?? []
    return candidates.some((candidate) =>
      [...word].every((char, at) => char === '*' || char === candidate.charAt(at)),
    )
  }
}

const messages = {
  word: 'The text contains an offensive word.',
  insult: 'The text contains an insult.',
  threat: 'The text contains a threat.',
  contempt: 'The text contains contempt or harassment.',
}

const finding = (
  folded: FoldedText,
  start: number,
  end: number,
  kind: keyof typeof messages,
): Finding => ({
  entity: kind,
  start: folded.start(start),
  end: folded.end(end),
  score: kind === 'word' ? 0.7 : 0.8,
  message: messages[kind],
})

/** Swear words of a kept list, insults, and phrases of hostility. Each place is reported once. */
export function compileToxicity(rule: ToxicityRule): CompiledRule {
  const judge = new WordJudge(rule)
  const isAllowed = (text: string): boolean =>
    rule.allow.some((word) => text.toLowerCase().includes(word.toLowerCase()))
  return {
    scope: 'content',
    find(subject) {
      const folded = subject.folded()
      const { text } = folded
      const findings: Finding[] = []
      for (const match of text.matchAll(wordForm)) {
        if (judge.isToxic(match[0]))
          findings.push(finding(folded, match.index, match.index + match[0].length, 'word'))
      }
      for (const match of text.matchAll(unspacedToxic)) {
        findings.push(finding(folded, match.index, match.index + match[0].length, 'word'))
      }
      if (!phraseHint.test(text)) return findings
      for (const { kind, pattern } of hostilePhrases) {
        for (const match of text.matchAll(pattern)) {
          if (!isAllowed(match[0]))
            findings.push(finding(folded, match.index, match.index + match[0].length, kind))
        }
      }
      return findings
    },
  }
}
