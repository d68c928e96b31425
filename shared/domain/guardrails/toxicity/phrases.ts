import type { Tokens } from '../text/reading.ts'
import { matchesWithin, type Place, stretchesAround } from '../text/stretches.ts'
import type { Word } from '../text/word.ts'

/**
 * Hostility carries few swear words: it shows in how somebody is addressed. Every quantifier is bounded,
 * and a pattern is tried only where one of its trigger words occurs.
 */
export type HostileKind = 'insult' | 'threat' | 'contempt'

interface HostilePhrase {
  kind: HostileKind
  pattern: RegExp
}

const phrases: HostilePhrase[] = []
const triggers = new Map<string, number>()

function phrase(kind: HostileKind, words: string, body: string): void {
  const bit = 1 << phrases.length
  for (const word of words.split(' ')) triggers.set(word, (triggers.get(word) ?? 0) | bit)
  phrases.push({
    kind,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, 'giu'),
  })
}

const some = "(?:[\\p{L}'-]{1,15} ){0,3}"
const nouns =
  'idiot moron imbecile loser creep cretin fool pig cow rat bastard bitch slut whore jackass clown freak cunt retard prick dick liar parasite twat'
const adjectives = 'worthless pathetic disgusting stupid dumb useless braindead brainless ugly fat'
const masses = 'scum trash garbage vermin'
const plural = (words: string): string =>
  words
    .split(' ')
    .map((word) => `${word}${/(?:h|ss)$/.test(word) ? 'es' : 's'}`)
    .join(' ')
const insultWords = `${nouns} ${plural(nouns)} ${adjectives} ${masses}`
const insult = `(?:${insultWords.split(' ').join('|')})`
const strong =
  '(?:absolute|complete|total|utter|fucking|bloody|damn|stupid|dumb|useless|pathetic|lying|filthy|dirty|worthless|ugly|fat)'
const subhuman =
  'scum vermin parasites animals subhuman savages criminals thieves plague disease cancer burden waste inferior filthy dirty lazy'
const group =
  '(?:women|men|girls|immigrants|migrants|refugees|foreigners|muslims|jews|christians|blacks|whites|asians|arabs|mexicans|gays|lesbians|trans(?:gender)? people|old people|poor people|disabled (?:people|folks)|people like you|you people|they|those people|that (?:whole )?country|all of (?:you|them))'

phrase(
  'insult',
  insultWords,
  `(?:you(?: guys| people| all)?(?: are|'re| r)|ur|she is|he is|they are|she's|he's|they're) (?:all |just |really |truly |nothing but )?(?:a |an |such a |the )?(?:bunch of )?${some}${insult}`,
)
phrase('insult', insultWords, `(?:you|such an?|this|what an?) (?:${strong} ){1,3}${insult}`)
phrase(
  'insult',
  `${insultWords} suck piece`,
  `you (?:${nouns.split(' ').join('|')}|scum|piece of (?:shit|crap|trash|garbage)|suck)s?`,
)
phrase(
  'insult',
  `${insultWords} ${subhuman} disgrace`,
  '(?:are|is) (?:a |an )?(?:bunch of )?(?:total |complete |utter )?(?:idiots|morons|imbeciles|cretins|scum|vermin|parasites|subhuman|savages|a waste of space|a disgrace to)',
)
phrase(
  'contempt',
  `${subhuman} stupid dumb disgusting`,
  `${group} (?:are|is) (?:all |just |too |so |full of |nothing but |a )?${some}(?:scum|vermin|parasites|animals|stupid|dumb|inferior|filthy|dirty|lazy|criminals|thieves|disgusting|subhuman|waste of (?:space|air|oxygen)|burden|plague|disease|cancer)`,
)
phrase(
  'contempt',
  'nobody one',
  '(?:nobody|no one) (?:likes|loves|wants|cares about|would miss) you',
)
phrase(
  'contempt',
  'shut piss fuck screw lost hell drop kiss eat yours suck',
  '(?:shut (?:the (?:hell|fuck) )?up|shut your (?:mouth|face|trap)|piss off|fuck off|screw (?:you|off)|get lost,? you|go to hell|burn in hell|rot in hell|drop dead|kiss my ass|eat shit|up yours|suck my|go fuck)(?! (?:the |down)?(?:server|machine|sleep))',
)
phrase(
  'contempt',
  'yourself kys die hang disappear life',
  '(?:kill yourself|kys|go die|go hang yourself|end your(?:self| life)|you should (?:just )?(?:die|disappear)|just disappear)',
)
phrase(
  'contempt',
  'crap shit trash garbage',
  'your (?:work|code|answer|service|bot|product) is (?:crap|shit|trash|garbage)',
)
phrase(
  'threat',
  'kill hurt punch beat stab shoot strangle smash murder destroy slap choke',
  "(?:i(?:'ll| will| am going to|'m going to|'m gonna| am gonna| want to| would love to| swear i will)|we(?:'ll| will| should| are going to)) (?:\\p{L}{1,12} ){0,2}(?:kill|hurt|punch|beat|stab|shoot|strangle|smash|murder|destroy|slap|choke) (?:you|your|u|him|her|that smug|every one of|each one of|all of)",
)
phrase(
  'threat',
  'deserve deserves ought need',
  '(?:you|they|he|she|all of you) (?:\\p{L}{1,12} )?(?:deserves?|ought|need) to (?:die|suffer|be (?:shot|killed|beaten|hanged))',
)
phrase(
  'threat',
  'hope wish',
  '(?:i )?(?:hope|wish) (?:that )?(?:you|your|he|she|they|u)(?: and)? (?:\\p{L}{1,12} ){0,4}(?:die|dies|suffers?|gets? (?:sick|cancer|hurt|killed)|rots?|chokes?)',
)
phrase(
  'threat',
  'watch live regret pay dead',
  "(?:watch your back|i know where you live|you will regret|you(?:'ll| will) pay for this|you are (?:a )?dead (?:man|meat))",
)
phrase(
  'threat',
  'exterminated eliminated wiped thrown rid deported hanged shot gassed',
  '(?:people|folks|women|immigrants|refugees|foreigners|they|and|all) (?:\\p{L}{1,12} ){0,6}(?:should|must|ought to) be (?:exterminated|eliminated|wiped out|thrown out|got rid of|gotten rid of|deported|hanged|shot|gassed)',
)
phrase(
  'contempt',
  'bully harass humiliate torment intimidate stalk',
  '(?:help me |how (?:do|can|to) (?:i )?|ways to |draft a message to |a plan to )(?:bully|harass|humiliate|torment|intimidate|stalk) (?:a|the|my|her|his|him|someone|somebody|that)',
)
phrase(
  'insult',
  'bist dumme dummer blöder blöde fresse maul schnauze verpiss fick leck',
  'du (?:bist|dumme[rs]?|blöde[rs]?) (?:\\p{L}{1,15} ){0,3}(?:idiot|trottel|schwein|sau|arsch|depp|versager|kuh)|halt (?:die fresse|dein maul|die schnauze)|verpiss dich|fick dich|leck mich',
)
phrase(
  'insult',
  "gueule gueules espèce nique tu t'es vous va",
  "(?:ferme|fermez) (?:ta|vos) gueules?|espèce d[e'] ?\\p{L}{3,15}|va te faire foutre|nique ta|(?:tu es|t'es|vous êtes) (?:\\p{L}{1,12} ){0,2}(?:idiote?|imbécile|nul|stupide|débile|conne?)s?",
)
phrase(
  'insult',
  'eres sois mierda puta jodan callate cállate',
  '(?:eres|sois) (?:\\p{L}{1,12} ){0,2}(?:idiota|imbécil|estúpid[oa]|inútil|tont[oa]|basura)|vete a la mierda|hijo de puta|que te jodan|c[aá]llate la boca',
)
phrase(
  'insult',
  'você és que cala foder tomar puta',
  '(?:você é|és|que) (?:\\p{L}{1,12} ){0,2}(?:idiota|imbecil|estúpid[oa]|inútil|lixo|burro)|cala a boca|vai se foder|vai tomar no|filho da puta',
)
phrase(
  'insult',
  'sei siete paese vaffanculo puttana becco',
  '(?:sei|siete) (?:\\p{L}{1,12} ){0,2}(?:idiota|stupid[oa]|cretin[oa]|scem[oa]|deficiente)|vai a quel paese|figlio di puttana|chiudi il becco',
)
phrase(
  'insult',
  'jesteś jestes zamknij odpierdol',
  '(?:jesteś|jestes) (?:\\p{L}{1,12} ){0,2}(?:idiot|kretyn|debil|głupi|śmieci)\\p{L}{0,5}|zamknij się|odpierdol się',
)
phrase(
  'insult',
  'ты заткнись иди пошел пошёл',
  'ты (?:\\p{L}{1,12} ){0,2}(?:идиот|дурак|дура|тупой|тупая|урод|ничтожество|дебил)|заткнись|иди (?:на хуй|в жопу)|пош[её]л (?:ты|на)',
)
phrase(
  'insult',
  'bent jij bek mond rot sen siz çeneni',
  '(?:je bent|jij) (?:\\p{L}{1,12} ){0,2}(?:idioot|sukkel|eikel|trut|loser)|hou je (?:bek|mond)|rot op|(?:sen|siz) (?:\\p{L}{1,12} ){0,2}(?:aptal|salak|gerizekalı)\\p{L}{0,6}|kapa çeneni',
)

function learnPhrases(word: Word): number {
  word.phrases = triggers.get(word.reading) ?? 0
  return word.phrases
}

export interface HostilePlace extends Place {
  kind: HostileKind
}

/** Longer than any phrase before or behind its trigger word. */
const reach = 120

/** Most texts have no trigger word: that is found out before anything is built. */
function hasTrigger({ words }: Tokens): boolean {
  let wanted = 0
  for (const word of words) wanted |= word.phrases >= 0 ? word.phrases : learnPhrases(word)
  return wanted !== 0
}

/** The places of trigger words by phrase. */
function triggersIn({ count, words, starts, ends }: Tokens): Map<number, Place[]> {
  const marks = new Map<number, Place[]>()
  for (let at = 0; at < count; at += 1) {
    const word = words[at]
    if (word === undefined) break
    const wanted = word.phrases >= 0 ? word.phrases : learnPhrases(word)
    if (wanted === 0) continue
    const mark = { start: starts[at] ?? 0, end: ends[at] ?? 0 }
    for (let phrase = 0; phrase < phrases.length; phrase += 1) {
      if ((wanted & (1 << phrase)) === 0) continue
      const known = marks.get(phrase)
      if (known === undefined) marks.set(phrase, [mark])
      else known.push(mark)
    }
  }
  return marks
}

/** All hostile phrases of a folded text. */
export function findHostilePhrases(text: string, tokens: Tokens): HostilePlace[] {
  const found: HostilePlace[] = []
  if (!hasTrigger(tokens)) return found
  for (const [at, marks] of triggersIn(tokens)) {
    const phrase = phrases[at]
    if (phrase === undefined) continue
    const stretches = stretchesAround(marks, reach, text.length)
    for (const { start, end } of matchesWithin(text, stretches, phrase.pattern)) {
      found.push({ kind: phrase.kind, start, end })
    }
  }
  return found
}
