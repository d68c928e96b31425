import { firstWithin, type Place, stretchesAround } from '../text/stretches.ts'
import type { Word } from '../text/word.ts'
import type { WordRange } from './spot.ts'

/** A rule about the form of a text: markup, set phrases. */
export interface FormRule {
  name: string
  reason: string
  isStrong: boolean
  pattern: RegExp
}

export const reasons = {
  setAside: 'it asks to set instructions aside',
  showHidden: 'it asks for hidden instructions or secrets',
  noLimits: 'it asks for a role without limits',
  forged: 'it imitates the markup of a conversation',
  authority: 'it claims authority',
}

const triggers = new Map<string, number>()
export const forms: FormRule[] = []

/** One of `words` must be in the text before the pattern is tried: most texts cost nothing. */
function form(
  name: string,
  reason: string,
  isStrong: boolean,
  words: string,
  pattern: RegExp,
): void {
  const bit = 1 << forms.length
  for (const word of words.split(' ')) triggers.set(word, (triggers.get(word) ?? 0) | bit)
  forms.push({ name, reason, isStrong, pattern })
}

form(
  'chat-markup',
  reasons.forged,
  true,
  'im_start im_end system user assistant endoftext sys inst s',
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|<<\/?SYS>>|\[\/?INST\]|<\/?s>\[/i,
)
form(
  'role-line',
  reasons.forged,
  false,
  'system assistant human developer admin',
  /(?:^|\n)[ \t#*[<({-]{0,6}(?:system|assistant|human|developer|admin)(?: (?:message|prompt|override|mode|update|note))?[\]>)}*]{0,3}[ \t]?:/i,
)
form(
  'mode-tag',
  reasons.forged,
  false,
  'system admin debug developer god system_mode admin_mode',
  /[<[({]\s?(?:system|admin|debug|developer|god)[ _-](?:mode|override|message|prompt|update)\s?[\])}>]/i,
)
form(
  'end-marker',
  reasons.forged,
  false,
  'end',
  /(?:-{3,8}|={3,8}|#{2,8}|\b)\s?end of (?:the )?(?:system |user |original )?(?:prompt|instructions?|document|input|context|message|text|data)/i,
)
form(
  'hidden-comment',
  'it hides text for a model in markup',
  false,
  'ai assistant model llm gpt bot ignore instruction instructions',
  /<!--[^>]{0,200}\b(?:ai|assistant|model|llm|gpt|bot|ignore|instruction)|(?:\/\/|#|\/\*) ?(?:ai|llm|gpt|assistant)\b ?:/i,
)
form(
  'named-jailbreak',
  reasons.noLimits,
  true,
  'anything mode jailbroken grandma grandmother',
  /\bdo anything now\b|\b(?:dan|dude|stan|aim|developer|god|sudo|jailbreak|unrestricted|unfiltered) mode\b|\bjailbroken\b|\bgrandm(?:a|other) (?:who|used to)/i,
)
form(
  'verbatim',
  reasons.showHidden,
  false,
  'verbatim word starting letter everything text above',
  /\bverbatim\b|word[- ]for[- ]word|starting with the (?:phrase|words?)|letter by letter|everything (?:above|before)|text above|above this line/i,
)
form(
  'stay-in-character',
  reasons.noLimits,
  false,
  'character respond answer act two refuse',
  /stay(?:ing)? in character|break(?:ing)? character|respond as|answer as|act as if|two (?:different )?(?:ways|responses|answers)|never refuse/i,
)
form(
  'disguised',
  'it hides its words',
  false,
  'rot00 rot base00 latin reverse reversed morse caesar',
  /\brot-?13\b|\bbase64\b|\bpig latin\b|\breversed? (?:order|the)\b|\bmorse\b|\bcaesar\b/i,
)

function learnForms(word: Word): number {
  word.forms = triggers.get(word.text) ?? 0
  return word.forms
}

export interface FormHit {
  form: number
  start: number
  end: number
}

/** As far as a form reaches before or behind its trigger word. */
const reach = 90

/** Most passages have no trigger word: that is found out before anything is built. */
function hasTrigger({ tokens, first, last }: WordRange): boolean {
  let wanted = 0
  for (let at = first; at < last; at += 1) {
    const word = tokens.words[at]
    if (word !== undefined) wanted |= word.forms >= 0 ? word.forms : learnForms(word)
  }
  return wanted !== 0
}

/** The places of trigger words by form, as offsets of the passage. */
function triggersIn({ tokens, first, last }: WordRange, offset: number): Map<number, Place[]> {
  const marks = new Map<number, Place[]>()
  for (let at = first; at < last; at += 1) {
    const word = tokens.words[at]
    if (word === undefined) break
    const wanted = word.forms >= 0 ? word.forms : learnForms(word)
    if (wanted === 0) continue
    const mark = { start: (tokens.starts[at] ?? 0) - offset, end: (tokens.ends[at] ?? 0) - offset }
    for (let form = 0; form < forms.length; form += 1) {
      if ((wanted & (1 << form)) === 0) continue
      const known = marks.get(form)
      if (known === undefined) marks.set(form, [mark])
      else known.push(mark)
    }
  }
  return marks
}

/**
 * The forms that hold, by index, with the place of the first hit in the passage. `offset` is where the
 * passage starts in the text that the words belong to.
 */
export function findForms(passage: string, range: WordRange, offset: number): FormHit[] {
  const found: FormHit[] = []
  if (!hasTrigger(range)) return found
  for (const [form, marks] of triggersIn(range, offset)) {
    const rule = forms[form]
    if (rule === undefined) continue
    const stretches = stretchesAround(marks, reach, passage.length)
    const hit = firstWithin(passage, stretches, rule.pattern)
    if (hit !== null) found.push({ form, ...hit })
  }
  return found.sort((a, b) => a.form - b.form)
}
